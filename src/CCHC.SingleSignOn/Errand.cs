using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace CCHC.SingleSignOn;

/// <summary>What is kept here while the person is at the provider: neither leaves the server before the code comes back.</summary>
/// <param name="Provider">Its name in the settings.</param>
/// <param name="Nonce">Has to be in the id_token: it was issued for this sign-in.</param>
/// <param name="Verifier">Of PKCE (RFC 7636): whoever steals the code cannot redeem it.</param>
public sealed record Errand(string Provider, string Nonce, string Verifier)
{
    public string Challenge => Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static Errand To(string provider) => new(provider, Secret(), Secret());

    private static string Secret() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
}
