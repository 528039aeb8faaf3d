using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Identity.Tokens;

/// <summary>OpenID Connect metadata. Who came through the gateway is sent back there; a service that asked directly gets the keys directly.</summary>
public static class GetDiscovery
{
    public sealed record Response(
        [property: JsonPropertyName("issuer")] string Issuer,
        [property: JsonPropertyName("token_endpoint")] string TokenEndpoint,
        [property: JsonPropertyName("revocation_endpoint")] string RevocationEndpoint,
        [property: JsonPropertyName("jwks_uri")] string JwksUri,
        [property: JsonPropertyName("grant_types_supported")] IReadOnlyList<string> GrantTypes,
        [property: JsonPropertyName("response_types_supported")] IReadOnlyList<string> ResponseTypes,
        [property: JsonPropertyName("subject_types_supported")] IReadOnlyList<string> SubjectTypes,
        [property: JsonPropertyName("id_token_signing_alg_values_supported")] IReadOnlyList<string> SigningAlgorithms,
        [property: JsonPropertyName("token_endpoint_auth_methods_supported")] IReadOnlyList<string> ClientAuthentication);

    public static Ok<Response> Handle(HttpRequest request, AccessTokens tokens)
    {
        var self = request.Headers.ContainsKey("X-Forwarded-Host") ? tokens.Issuer : $"{request.Scheme}://{request.Host}";
        return TypedResults.Ok(new Response(
            tokens.Issuer, $"{self}/connect/token", $"{self}/connect/revocation", $"{self}/.well-known/jwks.json",
            ["password", "refresh_token", "client_credentials", IssueToken.SecondFactorGrant, IssueToken.PasskeyGrant, IssueToken.SingleSignOnGrant], [], ["public"], ["ES256"], ["client_secret_basic", "client_secret_post"]));
    }
}
