using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.IdentityModel.Tokens;

namespace CCHC.Identity.Tokens;

/// <summary>The public halves of the signing keys (JWKS).</summary>
public static class GetKeys
{
    public sealed record Response(IReadOnlyList<Key> Keys);

    public sealed record Key(
        string Kty, string Crv, string X, string Y, string Use, string Alg, [property: JsonPropertyOrder(-1)] string Kid);

    public static async Task<Ok<Response>> Handle(SigningKeys keys, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Response([.. (await keys.PublishedAsync(cancellationToken)).Select(Publish)]));

    private static Key Publish(SigningKey key)
    {
        var point = key.SecurityKey.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new Key("EC", "P-256", Base64UrlEncoder.Encode(point.X), Base64UrlEncoder.Encode(point.Y), "sig", SecurityAlgorithms.EcdsaSha256, key.Id);
    }
}
