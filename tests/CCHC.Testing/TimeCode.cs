using System.Globalization;
using System.Security.Cryptography;

namespace CCHC.Testing;

/// <summary>What an authenticator app on a phone shows, by RFC 6238 itself, so that the system is not measured by its own library.</summary>
public static class TimeCode
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // RFC 4648

    public static string Of(byte[] secret, DateTimeOffset at)
    {
        var counter = BitConverter.GetBytes(at.ToUnixTimeSeconds() / 30).Reverse().ToArray();
#pragma warning disable CA5350 // what the standard and every such app use
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var offset = hash[19] & 15;
        var number = ((hash[offset] & 127) << 24) | (hash[offset + 1] << 16) | (hash[offset + 2] << 8) | hash[offset + 3];
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    /// <param name="secret">In Base32, with or without blanks, as it is typed into a phone.</param>
    /// <param name="at">The time on the phone.</param>
    public static string Of(string secret, DateTimeOffset at) => Of(Bytes(secret), at);

    private static byte[] Bytes(string base32)
    {
        var bits = string.Concat(base32.Where(Alphabet.Contains).Select(letter => Alphabet.IndexOf(letter, StringComparison.Ordinal).ToString("b5", CultureInfo.InvariantCulture)));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
