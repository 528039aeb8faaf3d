using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CCHC.Ranking.Webhooks;

/// <summary>Signatures by the Standard Webhooks scheme (standardwebhooks.com, version 1, symmetric), which receivers check with any library for it.</summary>
public static class WebhookSignature
{
    private const string Prefix = "whsec_";
    private const int Bytes = 32;

    /// <summary>A secret as people hand it on.</summary>
    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The header <c>webhook-signature</c>: one signature per secret, separated by spaces.</summary>
    public static string Sign(IEnumerable<string> secrets, string messageId, DateTimeOffset at, string body)
    {
        var content = Encoding.UTF8.GetBytes($"{messageId}.{at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}.{body}");
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), content))));
    }
}
