using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace CCHC.Identity.Tokens;

/// <summary>Random secrets that are shown once and stored as a hash; 256 bits need no slow hash.</summary>
public static class Secrets
{
    private const int IdBytes = 16;

    public static string Generate() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    /// <summary>A secret that says whose it is.</summary>
    public static string GenerateFor(Guid id) => Base64UrlEncoder.Encode([.. id.ToByteArray(), .. RandomNumberGenerator.GetBytes(32)]);

    /// <summary>Whose secret it says it is, or null when it cannot be one of ours.</summary>
    public static Guid? IdOf(string secret)
    {
        try
        {
            var bytes = Base64UrlEncoder.DecodeBytes(secret);
            return bytes.Length > IdBytes ? new Guid(bytes.AsSpan(0, IdBytes)) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    public static bool Matches(string secret, byte[] hash) => CryptographicOperations.FixedTimeEquals(Hash(secret), hash);
}
