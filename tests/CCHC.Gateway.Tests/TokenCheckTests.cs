using System.Net;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace CCHC.Gateway.Tests;

public sealed class TokenCheckTests : IAsyncLifetime
{
    private GatewayHost _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await GatewayHost.StartAsync(("Logging:LogLevel:CCHC.Security", "Information"));

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("/api/criteria/sets")]
    [InlineData("/api/identity/units")]
    [InlineData("/api/survey/surveys")]
    [InlineData("/api/ranking/campaigns/x/standings")]
    [InlineData("/api/nothing")]
    public async Task An_api_without_a_token_is_refused_before_it_reaches_a_service(string path)
    {
        using var client = _gateway.Anonymous();
        using var response = await client.GetAsync(path, []);
        await Answers.IsProblemAsync(response, HttpStatusCode.Unauthorized, "Cần đăng nhập");
        Assert.All(Routes.Services, service => Assert.Empty(_gateway[service].Received));
    }

    [Fact]
    public async Task A_token_of_identity_opens_the_api_of_every_service()
    {
        using var client = _gateway.Client();
        foreach (var service in Routes.Apis)
        {
            Assert.StartsWith(service, await client.TextAsync($"/api/{service}/things?x=1"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Forged_expired_and_foreign_tokens_are_refused()
    {
        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var identity = _gateway["identity"];
        var good = identity.Token();
        var parts = good.Split('.');
        var unsigned = $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.";
        var altered = $"{parts[0]}.{Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("\"sub\":\"", "\"sub\":\"0", StringComparison.Ordinal))}.{parts[2]}";
        string[] bad =
        [
            identity.Token(key: new ECDsaSecurityKey(otherKey) { KeyId = "stub" }),
            identity.Token(expires: DateTime.UtcNow.AddMinutes(-2)),
            identity.Token(issuer: "http://elsewhere.test"),
            unsigned, altered, "x", "",
        ];
        foreach (var token in bad)
        {
            using var client = _gateway.Client(token);
            using var response = await client.GetAsync("/api/criteria/sets", []);
            await Answers.IsProblemAsync(response, HttpStatusCode.Unauthorized, "Cần đăng nhập");
        }

        // The last is an empty one, which is none. Neither tokens nor paths are in the log.
        var refused = _gateway.Log.Where(line => line.Contains("authz_fail of - from 127.0.0.1: GET /api/criteria/{**rest}, the token is refused, ", StringComparison.Ordinal)).ToList();
        Assert.Equal(bad.Length - 1, refused.Count);
        Assert.Single(refused, line => line.StartsWith("Information: ", StringComparison.Ordinal) && line.EndsWith("SecurityTokenExpiredException", StringComparison.Ordinal));
        Assert.DoesNotContain(_gateway.Log, line => line.Contains("eyJ", StringComparison.Ordinal) || line.Contains("sets", StringComparison.Ordinal));

        using var trusted = _gateway.Client(good);
        using var accepted = await trusted.GetAsync("/api/criteria/sets", []);
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
    }

    [Theory]
    [InlineData("/api/public/v1/campaigns", "ranking")]
    [InlineData("/api/survey/forms/abc", "survey")]
    [InlineData("/api/ranking/openapi.json", "ranking")]
    [InlineData("/connect/token", "identity")]
    [InlineData("/", "portal")]
    [InlineData("/khao-sat/abc", "portal")]
    public async Task What_is_public_needs_no_token(string path, string service)
    {
        using var client = _gateway.Anonymous();
        Assert.StartsWith(service, await client.TextAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_api_of_no_service_does_not_fall_through_to_the_portal()
    {
        using var client = _gateway.Client();
        using var response = await client.GetAsync("/api/nothing", []);
        await Answers.IsProblemAsync(response, HttpStatusCode.NotFound, "Không tìm thấy");
    }
}
