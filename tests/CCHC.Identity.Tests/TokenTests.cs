using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Identity;
using CCHC.Identity.Tokens;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CCHC.Identity.Tests;

public sealed class TokenTests(IdentityHost identity) : IClassFixture<IdentityHost>, IDisposable
{
    public void Dispose() => identity.Clock.GoBack();

    [Fact]
    public async Task A_password_gives_a_token_that_names_the_person_and_its_roles_and_units()
    {
        using var imported = await identity.ImportAsync("units", "code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\ntk,Sở Tư pháp,so,so,Khối sở,,,,\n");
        imported.EnsureSuccessStatusCode();
        var unitId = await identity.Read(db => db.Units.Where(unit => unit.Code == "tk").Select(unit => unit.Id).SingleAsync());
        var account = await identity.CreateAccountAsync(
            new { role = Roles.UnitOfficer, unitCode = "tk" }, new { role = Roles.UnitHead, unitCode = "tk" }, new { role = Roles.Auditor });

        var (accessToken, _) = await identity.SignInAsync(account.UserName.ToUpperInvariant(), account.Password);

        var token = new JsonWebToken(accessToken);
        Assert.Equal("ES256", token.Alg);
        Assert.Equal("http://cchc.test", token.Issuer);
        Assert.Equal(account.Id.ToString(), token.Subject);
        Assert.Equal("Nguyễn Văn Thử", token.GetClaim(TokenClaims.DisplayName).Value);
        Assert.Equal([Roles.Auditor, Roles.UnitHead, Roles.UnitOfficer], token.Claims.Where(claim => claim.Type == TokenClaims.Role).Select(claim => claim.Value).Order());
        Assert.Equal(
            [$"{Roles.UnitHead}@{unitId}", $"{Roles.UnitOfficer}@{unitId}"],
            token.Claims.Where(claim => claim.Type == TokenClaims.Grant).Select(claim => claim.Value).Order());

        using var client = identity.ClientWithToken(accessToken);
        var me = await IdentityHost.GetAsync(client, "/api/identity/me");
        Assert.Equal("Sở Tư pháp", me.GetProperty("grants")[1].GetProperty("unitName").GetString());
    }

    [Theory]
    [InlineData("admin", "sai mật khẩu")]
    [InlineData("nobody", "sai mật khẩu")]
    [InlineData("", "")]
    [InlineData("Không phải tên đăng nhập", "x")]
    public async Task A_refusal_does_not_tell_whether_the_account_exists(string userName, string password)
    {
        using var response = await identity.AskForTokenAsync(("grant_type", "password"), ("username", userName), ("password", password));
        await IsRefusedAsync(response, "invalid_grant");
        using var reference = await identity.AskForTokenAsync(("grant_type", "password"), ("username", "somebody.else"), ("password", "x"));
        Assert.Equal(
            await reference.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_refresh_token_works_once_and_its_second_use_ends_the_session()
    {
        var account = await identity.CreateAccountAsync();
        var (_, first) = await identity.SignInAsync(account.UserName, account.Password);
        var (_, other) = await identity.SignInAsync(account.UserName, account.Password);
        using var refreshed = await RefreshAsync(first);
        var (accessToken, second) = await IdentityHost.TokensAsync(refreshed);
        Assert.Equal(account.Id.ToString(), new JsonWebToken(accessToken).Subject);
        Assert.NotEqual(first, second);

        using var reused = await RefreshAsync(first);
        await IsRefusedAsync(reused, "invalid_grant");
        using var newest = await RefreshAsync(second);
        await IsRefusedAsync(newest, "invalid_grant");
        using var elsewhere = await RefreshAsync(other);
        await IdentityHost.TokensAsync(elsewhere);
    }

    [Fact]
    public async Task Of_two_uses_of_a_refresh_token_at_the_same_time_one_wins_and_none_survives()
    {
        var account = await identity.CreateAccountAsync();
        var (_, token) = await identity.SignInAsync(account.UserName, account.Password);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => RefreshAsync(token)));
        var (_, next) = await IdentityHost.TokensAsync(Assert.Single(answers, answer => answer.IsSuccessStatusCode));
        using var last = await RefreshAsync(next);
        await IsRefusedAsync(last, "invalid_grant");
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task Refresh_tokens_are_not_stored()
    {
        var account = await identity.CreateAccountAsync();
        var (_, token) = await identity.SignInAsync(account.UserName, account.Password);
        var session = await identity.Read(db => db.Sessions.SingleAsync(session => session.AccountId == account.Id));
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(token)), session.TokenHash);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        var account = await identity.CreateAccountAsync();
        var (_, token) = await identity.SignInAsync(account.UserName, account.Password);
        using var client = identity.Anonymous();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = token });
        using var revoked = await client.PostAsync(new Uri("/connect/revocation", UriKind.Relative), form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        using var response = await RefreshAsync(token);
        await IsRefusedAsync(response, "invalid_grant");
    }

    [Fact]
    public async Task Signing_out_with_a_form_that_cannot_be_read_ends_nothing()
    {
        using var client = identity.Anonymous();
        using var form = new StringContent("{}");
        form.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        using var revoked = await client.PostAsync(new Uri("/connect/revocation", UriKind.Relative), form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        using var token = await client.PostAsync(new Uri("/connect/token", UriKind.Relative), form, TestContext.Current.CancellationToken);
        await IsRefusedAsync(token, "invalid_request");
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("không phải base64")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_made_up_refresh_token_is_refused(string token)
    {
        using var response = await RefreshAsync(token);
        await IsRefusedAsync(response, "invalid_grant");
    }

    [Fact]
    public async Task A_client_gets_a_token_for_its_roles_until_it_is_deleted()
    {
        using var admin = await identity.AdminAsync();
        using var created = await admin.PostAsJsonAsync(
            new Uri("/api/identity/clients", UriKind.Relative),
            new { name = "Cổng dịch vụ công", roles = new[] { Roles.ApiClient } },
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var client = await IdentityHost.JsonAsync(created);
        var id = client.GetProperty("clientId").GetString()!;
        var secret = client.GetProperty("clientSecret").GetString()!;

        using var byForm = await identity.AskForTokenAsync(("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret));
        var answer = await IdentityHost.JsonAsync(byForm);
        Assert.Equal(id, new JsonWebToken(answer.GetProperty("access_token").GetString()).Subject);
        Assert.False(answer.TryGetProperty("refresh_token", out _));

        using var basic = identity.Anonymous();
        basic.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));
        using var grant = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials" });
        using var byHeader = await basic.PostAsync(new Uri("/connect/token", UriKind.Relative), grant, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, byHeader.StatusCode);

        using var wrong = await identity.AskForTokenAsync(("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret + "x"));
        await IsRefusedAsync(wrong, "invalid_client", HttpStatusCode.Unauthorized);

        using var deleted = await admin.DeleteAsync(new Uri($"/api/identity/clients/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var late = await identity.AskForTokenAsync(("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret));
        await IsRefusedAsync(late, "invalid_client", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Two_secrets_of_a_client_are_good_while_they_overlap_and_each_tells_when_it_was_used()
    {
        using var admin = await identity.AdminAsync();
        using var created = await admin.PostAsJsonAsync(
            new Uri("/api/identity/clients", UriKind.Relative),
            new { name = "Kho dữ liệu", roles = new[] { Roles.ApiClient }, contact = "Phòng CNTT, 0200 3842 001", perMinute = 600, perDay = 50_000 },
            TestContext.Current.CancellationToken);
        var client = await IdentityHost.JsonAsync(created);
        var (id, former) = (client.GetProperty("clientId").GetString()!, client.GetProperty("clientSecret").GetString()!);
        using (var token = await AskAsync(former))
        {
            var claims = new JsonWebToken((await IdentityHost.JsonAsync(token)).GetProperty("access_token").GetString());
            Assert.Equal("600/50000", claims.GetClaim("quota").Value);
        }

        var newest = await RotateAsync(6);
        Assert.Equal(JsonValueKind.Null, (await ItemAsync()).GetProperty("lastUsedAt").ValueKind);
        foreach (var secret in (string[])[former, newest])
        {
            using var token = await AskAsync(secret);
            Assert.Equal(HttpStatusCode.OK, token.StatusCode);
        }

        var item = await ItemAsync();
        Assert.Equal(("Phòng CNTT, 0200 3842 001", 600, 50_000), (item.GetProperty("contact").GetString(), item.GetProperty("perMinute").GetInt32(), item.GetProperty("perDay").GetInt32()));
        Assert.All((string[])["lastUsedAt", "formerUsedAt", "formerSecretUntil"], member => Assert.NotEqual(JsonValueKind.Null, item.GetProperty(member).ValueKind));

        // A secret that has become known to others ends at once, and the one before it with it.
        var last = await RotateAsync(0);
        foreach (var (secret, status) in new[] { (former, HttpStatusCode.Unauthorized), (newest, HttpStatusCode.Unauthorized), (last, HttpStatusCode.OK) })
        {
            using var token = await AskAsync(secret);
            Assert.Equal(status, token.StatusCode);
        }

        using var unknown = await admin.PostAsJsonAsync(new Uri($"/api/identity/clients/{Guid.NewGuid()}/secret", UriKind.Relative), new { overlapHours = 1 }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var wrong = await admin.PostAsJsonAsync(new Uri($"/api/identity/clients/{id}/secret", UriKind.Relative), new { overlapHours = -1 }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);

        Task<HttpResponseMessage> AskAsync(string secret) => identity.AskForTokenAsync(("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret));

        async Task<string> RotateAsync(int overlapHours)
        {
            using var rotated = await admin.PostAsJsonAsync(new Uri($"/api/identity/clients/{id}/secret", UriKind.Relative), new { overlapHours }, TestContext.Current.CancellationToken);
            return (await IdentityHost.JsonAsync(rotated)).GetProperty("clientSecret").GetString()!;
        }

        async Task<JsonElement> ItemAsync()
        {
            using var list = await admin.GetAsync(new Uri("/api/identity/clients", UriKind.Relative), TestContext.Current.CancellationToken);
            return (await IdentityHost.JsonAsync(list)).GetProperty("items").EnumerateArray().Single(known => known.GetProperty("clientId").GetString() == id);
        }
    }

    [Fact]
    public async Task Requests_that_are_no_token_requests_get_oauth_errors()
    {
        using var none = await identity.AskForTokenAsync();
        await IsRefusedAsync(none, "invalid_request");
        using var unknown = await identity.AskForTokenAsync(("grant_type", "implicit"));
        await IsRefusedAsync(unknown, "unsupported_grant_type");
        using var zero = await identity.AskForTokenAsync(("grant_type", "password"), ("username", "admin\0"), ("password", "x"));
        await IsRefusedAsync(zero, "invalid_request");
        using var client = identity.Anonymous();
        using var json = await client.PostAsJsonAsync(new Uri("/connect/token", UriKind.Relative), new { grant_type = "password" }, TestContext.Current.CancellationToken);
        await IsRefusedAsync(json, "invalid_request");
    }

    [Fact]
    public async Task Only_a_token_signed_here_for_this_system_and_still_valid_is_accepted()
    {
        var account = await identity.CreateAccountAsync();
        var (good, _) = await identity.SignInAsync(account.UserName, account.Password);
        var key = (await identity.Read(db => db.SigningKeys.AsNoTracking().ToListAsync())).Last(key => key.IsActive(DateTimeOffset.UtcNow)).SecurityKey;
        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parts = good.Split('.');

        Assert.Equal(HttpStatusCode.OK, await AskWhoAmIAsync(good));
        Assert.Equal(HttpStatusCode.OK, await AskWhoAmIAsync(Forge(key)));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskWhoAmIAsync(Forge(new ECDsaSecurityKey(otherKey) { KeyId = key.KeyId })));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskWhoAmIAsync(Forge(key, issuer: "http://elsewhere.test")));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskWhoAmIAsync(Forge(key, audience: "other")));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskWhoAmIAsync(Forge(key, type: "JWT")));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskWhoAmIAsync(Forge(key, expires: DateTime.UtcNow.AddMinutes(-1))));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskWhoAmIAsync($"{Base64UrlEncoder.Encode("""{"alg":"none"}""")}.{parts[1]}."));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskWhoAmIAsync($"{parts[0]}.{parts[1]}.{parts[2][..^4]}AAAA"));

        string Forge(SecurityKey with, string issuer = "http://cchc.test", string audience = TokenClaims.Audience, DateTime? expires = null, string type = TokenClaims.AccessTokenType) =>
            new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
            {
                TokenType = type,
                Issuer = issuer,
                Audience = audience,
                NotBefore = DateTime.UtcNow.AddHours(-1),
                Expires = expires ?? DateTime.UtcNow.AddMinutes(5),
                Claims = new Dictionary<string, object> { [TokenClaims.Subject] = account.Id.ToString() },
                SigningCredentials = new SigningCredentials(with, SecurityAlgorithms.EcdsaSha256),
            });
    }

    [Fact]
    public async Task Services_get_the_keys_directly_and_others_through_the_gateway()
    {
        using var client = identity.Anonymous();
        var direct = await IdentityHost.GetAsync(client, "/.well-known/openid-configuration");
        Assert.Equal("http://cchc.test", direct.GetProperty("issuer").GetString());
        Assert.Equal(new Uri(identity.Address, "/.well-known/jwks.json").ToString(), direct.GetProperty("jwks_uri").GetString());

        client.DefaultRequestHeaders.Add("X-Forwarded-Host", "cchc.test");
        var forwarded = await IdentityHost.GetAsync(client, "/.well-known/openid-configuration");
        Assert.Equal("http://cchc.test/.well-known/jwks.json", forwarded.GetProperty("jwks_uri").GetString());
    }

    private Task<HttpResponseMessage> RefreshAsync(string refreshToken) =>
        identity.AskForTokenAsync(("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    private async Task<HttpStatusCode> AskWhoAmIAsync(string token)
    {
        using var client = identity.ClientWithToken(token);
        using var response = await client.GetAsync(new Uri("/api/identity/me", UriKind.Relative), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static async Task IsRefusedAsync(HttpResponseMessage response, string error, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        var answer = await IdentityHost.JsonAsync(response);
        Assert.Equal(error, answer.GetProperty("error").GetString());
        Assert.NotEmpty(answer.GetProperty("error_description").GetString()!);
    }
}

public sealed class SessionTests(IdentityHost identity) : IClassFixture<IdentityHost>
{
    [Fact]
    public async Task A_session_ends_after_a_working_day_however_often_it_is_refreshed()
    {
        var account = await identity.CreateAccountAsync();
        var (_, token) = await identity.SignInAsync(account.UserName, account.Password);
        for (var hour = 0; hour < 11; hour += 5)
        {
            identity.Clock.Advance(TimeSpan.FromHours(hour == 0 ? 1 : 5));
            using var refreshed = await identity.AskForTokenAsync(("grant_type", "refresh_token"), ("refresh_token", token));
            (_, token) = await IdentityHost.TokensAsync(refreshed);
        }

        identity.Clock.Advance(TimeSpan.FromMinutes(61));
        using var late = await identity.AskForTokenAsync(("grant_type", "refresh_token"), ("refresh_token", token));
        Assert.Equal(HttpStatusCode.BadRequest, late.StatusCode);
    }
}
