using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CCHC.SingleSignOn;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CCHC.Identity.Tests;

/// <summary>What a provider, or somebody who can speak in its place, must not get away with.</summary>
public sealed class IdTokenTests
{
    private const string Issuer = "https://sso.example";
    private const string Secret = "mot bi mat du dai de ky bang HS256: 0123456789";

    private static readonly Uri ReturnTo = new("https://cchc.example/dang-nhap/mot-lan/ve");

    [Fact]
    public async Task A_token_for_this_sign_in_tells_who_it_is_and_how_the_person_was_checked()
    {
        var (person, problem) = await RedeemAsync(_ => { });
        Assert.Null(problem);
        Assert.Equal((Issuer, "so-hieu-1"), (person!.Issuer, person.Subject));
        Assert.Equal(["pwd", "mfa"], person.Texts("amr"));
        Assert.Equal("le.lan", person.Text("preferred_username"));
    }

    [Theory]
    [InlineData("signed by somebody else")]
    [InlineData("signed with the client's secret")]
    [InlineData("not signed")]
    [InlineData("for another system")]
    [InlineData("from another provider")]
    [InlineData("expired")]
    [InlineData("without an end")]
    [InlineData("for another sign-in")]
    [InlineData("without a sign-in")]
    [InlineData("given to another system")]
    public async Task A_token_is_refused_that_is(string what)
    {
        var (person, problem) = await RedeemAsync(token =>
        {
            switch (what)
            {
                case "signed by somebody else":
                    token.Key = new SigningCredentials(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "khoa" }, SecurityAlgorithms.EcdsaSha256);
                    break;
                case "signed with the client's secret":
                    token.Key = new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Secret)) { KeyId = "khoa" }, SecurityAlgorithms.HmacSha256);
                    break;
                case "not signed":
                    token.Key = null;
                    break;
                case "for another system":
                    token.Claims["aud"] = "mot-cua";
                    break;
                case "from another provider":
                    token.Claims["iss"] = "https://khac.example";
                    break;
                case "expired":
                    token.Claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds();
                    break;
                case "without an end":
                    token.Claims.Remove("exp");
                    break;
                case "for another sign-in":
                    token.Claims["nonce"] = "cua-lan-khac";
                    break;
                case "without a sign-in":
                    token.Claims.Remove("nonce");
                    break;
                default:
                    token.Claims["azp"] = "mot-cua";
                    break;
            }
        });
        Assert.Null(person);
        Assert.NotNull(problem);
    }

    [Fact]
    public async Task What_the_provider_tells_of_somebody_else_is_not_taken()
    {
        var (person, problem) = await RedeemAsync(token => token.UserInfo["sub"] = "so-hieu-2");
        Assert.Null(person);
        Assert.Contains("somebody else", problem!.Message, StringComparison.Ordinal);
    }

    /// <summary>Read from the right address, and yet of somebody else: of a name below it, or of the same one written otherwise.</summary>
    [Theory]
    [InlineData("https://khac.example")]
    [InlineData("https://sso.example/")]
    [InlineData("https://SSO.example")]
    [InlineData("https://sso.example.khac.example")]
    [InlineData("")]
    public async Task Metadata_that_name_another_issuer_than_the_one_set_here_are_refused_in_words(string issuer)
    {
        var (person, problem) = await RedeemAsync(token => (token.Issuer, token.Claims["iss"]) = (issuer, issuer));
        Assert.Null(person);
        Assert.Equal(
            "Tỉnh không xưng đúng địa chỉ (issuer) “https://sso.example” đã cài đặt ở đây nên không dùng được để đăng nhập. Hãy báo quản trị, và đăng nhập bằng mật khẩu.",
            problem!.Told);
    }

    private static async Task<(Person? Person, ProviderException? Problem)> RedeemAsync(Action<Told> change)
    {
        var errand = Errand.To("tinh");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var told = new Told
        {
            Key = new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = "khoa" }, SecurityAlgorithms.EcdsaSha256),
            Claims = new(StringComparer.Ordinal)
            {
                ["iss"] = Issuer,
                ["aud"] = "cchc",
                ["sub"] = "so-hieu-1",
                ["nonce"] = errand.Nonce,
                ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
                ["exp"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds(),
                ["amr"] = new[] { "pwd", "mfa" },
            },
            UserInfo = new(StringComparer.Ordinal) { ["sub"] = "so-hieu-1", ["preferred_username"] = "le.lan" },
        };
        change(told);
        using var http = new FakeProvider(told, key);
        try
        {
            var provider = new OpenIdProvider("tinh", new ProviderSettings { Title = "Tỉnh", Authority = Issuer, ClientId = "cchc", ClientSecret = Secret }, http);
            return (await provider.RedeemAsync(errand, "ma", issuer: null, ReturnTo, TestContext.Current.CancellationToken), null);
        }
        catch (ProviderException exception)
        {
            return (null, exception);
        }
    }

    private sealed class Told
    {
        /// <summary>As the metadata name it.</summary>
        public string Issuer { get; set; } = IdTokenTests.Issuer;
        public SigningCredentials? Key { get; set; }
        public required Dictionary<string, object> Claims { get; init; }
        public required Dictionary<string, string> UserInfo { get; init; }

        public string IdToken => Key is null
            ? $"{Base64UrlEncoder.Encode("{\"alg\":\"none\"}")}.{Base64UrlEncoder.Encode(JsonSerializer.Serialize(Claims))}."
            : new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(JsonSerializer.Serialize(Claims), Key);
    }

    /// <summary>The provider's four addresses.</summary>
    private sealed class FakeProvider(Told told, ECDsa published) : HttpMessageHandler, IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var point = published.ExportParameters(includePrivateParameters: false).Q;
            object body = request.RequestUri!.AbsolutePath switch
            {
                "/.well-known/openid-configuration" => new
                {
                    issuer = told.Issuer, authorization_endpoint = Issuer + "/auth", token_endpoint = Issuer + "/token", userinfo_endpoint = Issuer + "/me", jwks_uri = Issuer + "/jwks",
                },
                "/jwks" => new { keys = new[] { new { kty = "EC", crv = "P-256", x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y), use = "sig", alg = "ES256", kid = "khoa" } } },
                "/token" => new { id_token = told.IdToken, access_token = "the-vao", token_type = "Bearer", expires_in = 60 },
                _ => told.UserInfo,
            };
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") });
        }
    }
}
