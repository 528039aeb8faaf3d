using System.Net;
using System.Net.Http.Json;
using System.Text;
using CCHC.Contracts.Identity;
using CCHC.Identity.Passwords;
using CCHC.Identity.SecondFactors;
using CCHC.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Tests;

public sealed class SecondFactorTests(IdentityHost identity) : IClassFixture<IdentityHost>, IDisposable
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => identity.Clock.GoBack();

    /// <summary>RFC 6238, appendix B, SHA-1: the last six of the published eight digits.</summary>
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_the_standard(long time, string published)
    {
        Assert.Equal(published[2..], TimeCode.Of(Encoding.ASCII.GetBytes("12345678901234567890"), DateTimeOffset.FromUnixTimeSeconds(time)));
        var authenticator = Authenticator.Of(Guid.Empty);
        var secret = authenticator.Begin();
        Assert.True(authenticator.Confirm(TimeCode.Of(secret, DateTimeOffset.FromUnixTimeSeconds(time)), DateTimeOffset.FromUnixTimeSeconds(time)));
    }

    [Fact]
    public async Task With_a_phone_set_up_the_password_alone_opens_nothing_and_each_code_works_once()
    {
        var (account, secret, _) = await EnrolledAsync();

        using var alone = await PasswordAsync(account);
        Assert.Equal(HttpStatusCode.BadRequest, alone.StatusCode);
        var asked = await IdentityHost.JsonAsync(alone);
        Assert.Equal("second_factor_required", asked.GetProperty("error").GetString());
        Assert.False(asked.TryGetProperty("access_token", out _));
        var token = asked.GetProperty("second_factor_token").GetString()!;

        identity.Clock.Advance(TimeSpan.FromSeconds(30));
        using var wrong = await CodeAsync(token, "000000");
        Assert.Equal("invalid_code", (await IdentityHost.JsonAsync(wrong)).GetProperty("error").GetString());
        var code = TimeCode.Of(secret, identity.Clock.GetUtcNow());
        using var right = await CodeAsync(token, code);
        var (accessToken, _) = await IdentityHost.TokensAsync(right);
        using var client = identity.ClientWithToken(accessToken);
        Assert.Equal("AuthenticatorCode", (await IdentityHost.GetAsync(client, "/api/identity/me/sessions")).GetProperty("items")[0].GetProperty("method").GetString());

        using var again = await CodeAsync(token, TimeCode.Of(secret, identity.Clock.GetUtcNow())); // the token is spent
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        using var replayed = await CodeAsync(await SecondFactorTokenAsync(account), code); // so is the code
        Assert.Equal("invalid_code", (await IdentityHost.JsonAsync(replayed)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_recovery_code_stands_in_once_and_a_new_set_ends_the_old()
    {
        var (account, secret, codes) = await EnrolledAsync();
        Assert.Equal(10, codes.Distinct().Count());
        using var first = await CodeAsync(await SecondFactorTokenAsync(account), codes[0].ToUpperInvariant().Replace('-', ' '));
        var (accessToken, _) = await IdentityHost.TokensAsync(first);
        using var twice = await CodeAsync(await SecondFactorTokenAsync(account), codes[0]);
        Assert.Equal(HttpStatusCode.BadRequest, twice.StatusCode);

        using var client = identity.ClientWithToken(accessToken);
        Assert.Equal(9, (await IdentityHost.GetAsync(client, "/api/identity/me/second-factor")).GetProperty("recoveryCodes").GetInt32());
        using var renewed = await client.PostAsJsonAsync("/api/identity/me/second-factor/recovery-codes", new { currentPassword = account.Password }, Cancellation);
        var next = (await IdentityHost.JsonAsync(renewed)).GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()!).ToList();
        using var old = await CodeAsync(await SecondFactorTokenAsync(account), codes[1]);
        Assert.Equal(HttpStatusCode.BadRequest, old.StatusCode);
        using var fresh = await CodeAsync(await SecondFactorTokenAsync(account), next[1]);
        await IdentityHost.TokensAsync(fresh);
        var stored = await identity.Read(db => Task.FromResult(db.RecoveryCodes.Select(code => code.Hash).ToList()));
        Assert.DoesNotContain(stored, hash => next.Exists(code => hash.Contains(code, StringComparison.OrdinalIgnoreCase)));
        Assert.NotEmpty(secret);
    }

    [Fact]
    public async Task Wrong_codes_make_wait_like_wrong_passwords()
    {
        var (account, secret, _) = await EnrolledAsync();
        var token = await SecondFactorTokenAsync(account);
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await CodeAsync(token, $"00000{i}");
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        }

        identity.Clock.Advance(TimeSpan.FromSeconds(30));
        using var right = await CodeAsync(token, TimeCode.Of(secret, identity.Clock.GetUtcNow()));
        Assert.Contains("thử lại sau", (await IdentityHost.JsonAsync(right)).GetProperty("error_description").GetString(), StringComparison.Ordinal);
        using var password = await PasswordAsync(account);
        Assert.Equal("invalid_grant", (await IdentityHost.JsonAsync(password)).GetProperty("error").GetString());
        identity.Clock.Advance(TimeSpan.FromSeconds(31));
        using var later = await CodeAsync(token, TimeCode.Of(secret, identity.Clock.GetUtcNow()));
        await IdentityHost.TokensAsync(later);
    }

    [Fact]
    public async Task A_person_turns_it_off_knowing_the_password_and_an_administrator_for_who_lost_everything()
    {
        var (account, _, codes) = await EnrolledAsync();
        using var signedIn = await CodeAsync(await SecondFactorTokenAsync(account), codes[0]);
        var (accessToken, refreshToken) = await IdentityHost.TokensAsync(signedIn);
        using var client = identity.ClientWithToken(accessToken);
        using var wrong = await client.PostAsJsonAsync("/api/identity/me/second-factor/removal", new { currentPassword = "không phải mật khẩu" }, Cancellation);
        Assert.Equal("account.wrong-password", (await IdentityHost.JsonAsync(wrong)).GetProperty("code").GetString());

        using var admin = await identity.AdminAsync();
        using var reset = await admin.DeleteAsync($"/api/identity/accounts/{account.Id}/second-factor", Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        using var refresh = await identity.AskForTokenAsync(("grant_type", "refresh_token"), ("refresh_token", refreshToken));
        Assert.Equal(HttpStatusCode.BadRequest, refresh.StatusCode);
        await identity.SignInAsync(account.UserName, account.Password);

        var (other, _, otherCodes) = await EnrolledAsync();
        using var otherSignedIn = await CodeAsync(await SecondFactorTokenAsync(other), otherCodes[0]);
        using var otherClient = identity.ClientWithToken((await IdentityHost.TokensAsync(otherSignedIn)).AccessToken);
        using var off = await otherClient.PostAsJsonAsync("/api/identity/me/second-factor/removal", new { currentPassword = other.Password }, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, off.StatusCode);
        await identity.SignInAsync(other.UserName, other.Password);

        var me = (await IdentityHost.GetAsync(admin, "/api/identity/me")).GetProperty("id").GetGuid();
        using var own = await admin.DeleteAsync($"/api/identity/accounts/{me}/second-factor", Cancellation);
        Assert.Equal("account.own-reset", (await IdentityHost.JsonAsync(own)).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("by the administrator")]
    [InlineData("by a link")]
    public async Task A_new_password_does_not_switch_the_second_factor_off(string how)
    {
        var (account, secret, _) = await EnrolledAsync();
        using var admin = await identity.AdminAsync();
        const string Chosen = "con đê làng cao vút";
        string password;
        if (how == "by a link")
        {
            using var invited = await admin.PostAsJsonAsync($"/api/identity/accounts/{account.Id}/invitation", new { }, Cancellation);
            using var anonymous = identity.Anonymous();
            using var accepted = await anonymous.PostAsJsonAsync(
                "/connect/invitations/acceptance", new { invitation = (await IdentityHost.JsonAsync(invited)).GetProperty("invitation").GetString(), password = Chosen }, Cancellation);
            Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
            password = Chosen;
        }
        else
        {
            using var given = await admin.PostAsync($"/api/identity/accounts/{account.Id}/password", null, Cancellation);
            password = (await IdentityHost.JsonAsync(given)).GetProperty("password").GetString()!;
        }

        Assert.NotEqual(account.Password, password);
        identity.Clock.Advance(TimeSpan.FromSeconds(30));
        using var right = await CodeAsync(await SecondFactorTokenAsync((account.Id, account.UserName, password)), TimeCode.Of(secret, identity.Clock.GetUtcNow()));
        await IdentityHost.TokensAsync(right);
    }

    /// <summary>Byte 0: format 1; then, high byte first, the function (2: HMAC-SHA-512), the rounds and the length of the salt, which follows.</summary>
    [Fact]
    public async Task Recovery_codes_are_stored_like_passwords_each_with_a_salt_of_its_own()
    {
        var (account, _, codes) = await EnrolledAsync();
        var hashes = await identity.Read(db => db.RecoveryCodes.Where(code => code.AccountId == account.Id).Select(code => code.Hash).ToListAsync());
        Assert.Equal(codes.Count, hashes.Count);
        var stored = hashes.ConvertAll(Convert.FromBase64String);
        Assert.All(stored, hash => Assert.Equal((2u, 210_000u, 16u), (Read(hash, 1), Read(hash, 5), Read(hash, 9))));
        Assert.Distinct(stored.Select(hash => Convert.ToHexString(hash.AsSpan(13, 16))));

        static uint Read(byte[] hash, int at) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(at));
    }

    /// <summary>Sixteen signs out of thirty-one: 79 bits, of which the first four only find the code.</summary>
    [Fact]
    public async Task Recovery_codes_have_sixteen_signs_and_none_comes_twice()
    {
        var all = new List<string>();
        for (var person = 0; person < 3; person++)
        {
            all.AddRange((await EnrolledAsync()).Codes);
        }

        Assert.Equal(30, all.Count);
        Assert.All(all, code => Assert.Matches("^([abcdefghjkmnpqrstuvwxyz23456789]{4}-){3}[abcdefghjkmnpqrstuvwxyz23456789]{4}$", code));
        Assert.Distinct(all);
    }

    /// <summary>31,000 signs, 1,000 of each on average with a deviation of 31: seven of those never come about by chance.</summary>
    [Fact]
    public void Every_sign_of_what_is_handed_out_is_as_likely_as_any_other()
    {
        var signs = string.Concat(Enumerable.Range(0, 31_000 / 4).Select(_ => ReadableBlocks.Generate(1))).GroupBy(sign => sign).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(31, signs.Count);
        Assert.All(signs, sign => Assert.InRange(sign.Value, 1000 - (7 * 31), 1000 + (7 * 31)));
    }

    /// <summary>RFC 4226 asks for 160 bits; of 1,000 secrets each bit is set 500 times, with a deviation of 16.</summary>
    [Fact]
    public void Secrets_of_phones_have_160_bits_all_of_them_random()
    {
        var secrets = Enumerable.Range(0, 1000).Select(_ => OtpNet.Base32Encoding.ToBytes(Authenticator.Of(Guid.Empty).Begin())).ToList();
        Assert.All(secrets, secret => Assert.Equal(20, secret.Length));
        Assert.Distinct(secrets.Select(Convert.ToHexString));
        Assert.All(Enumerable.Range(0, 160), bit => Assert.InRange(secrets.Count(secret => (secret[bit / 8] >> (bit % 8) & 1) == 1), 500 - (7 * 16), 500 + (7 * 16)));
    }

    private async Task<((Guid Id, string UserName, string Password) Account, string Secret, IReadOnlyList<string> Codes)> EnrolledAsync()
    {
        var account = await identity.CreateAccountAsync();
        using var client = identity.ClientWithToken((await identity.SignInAsync(account.UserName, account.Password)).AccessToken);
        using var begun = await client.PostAsJsonAsync("/api/identity/me/second-factor/enrolment", new { currentPassword = account.Password }, Cancellation);
        var secret = (await IdentityHost.JsonAsync(begun)).GetProperty("secret").GetString()!;
        await identity.SignInAsync(account.UserName, account.Password); // nothing has changed until a code is typed back
        using var wrong = await client.PostAsJsonAsync("/api/identity/me/second-factor", new { code = "000000" }, Cancellation);
        Assert.Equal("second-factor.wrong-code", (await IdentityHost.JsonAsync(wrong)).GetProperty("code").GetString());
        using var confirmed = await client.PostAsJsonAsync("/api/identity/me/second-factor", new { code = TimeCode.Of(secret, identity.Clock.GetUtcNow()) }, Cancellation);
        return (account, secret, [.. (await IdentityHost.JsonAsync(confirmed)).GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()!)]);
    }

    private Task<HttpResponseMessage> PasswordAsync((Guid Id, string UserName, string Password) account) =>
        identity.AskForTokenAsync(("grant_type", "password"), ("username", account.UserName), ("password", account.Password));

    private async Task<string> SecondFactorTokenAsync((Guid Id, string UserName, string Password) account)
    {
        using var asked = await PasswordAsync(account);
        return (await IdentityHost.JsonAsync(asked)).GetProperty("second_factor_token").GetString()!;
    }

    private Task<HttpResponseMessage> CodeAsync(string token, string code) =>
        identity.AskForTokenAsync(("grant_type", "urn:cchc:grant-type:second-factor"), ("second_factor_token", token), ("code", code));
}

/// <summary>Where the installation asks the members of the council for a second factor.</summary>
public sealed class DemandingIdentityHost(TestServers servers) : IdentityHost(servers)
{
    protected override void Configure(IWebHostBuilder builder)
    {
        base.Configure(builder);
        builder.UseSetting("Identity:SecondFactor:Roles:0", Roles.Appraiser);
    }
}

public sealed class RequiredSecondFactorTests(DemandingIdentityHost identity) : IClassFixture<DemandingIdentityHost>
{
    [Fact]
    public async Task A_role_that_must_have_a_second_factor_is_led_to_one_at_the_first_sign_in_and_others_are_not()
    {
        var other = await identity.CreateAccountAsync(new { role = Roles.Leader });
        await identity.SignInAsync(other.UserName, other.Password);

        var member = await identity.CreateAccountAsync(new { role = Roles.Appraiser });
        using var asked = await identity.AskForTokenAsync(("grant_type", "password"), ("username", member.UserName), ("password", member.Password));
        var refusal = await IdentityHost.JsonAsync(asked);
        Assert.Equal("second_factor_enrolment_required", refusal.GetProperty("error").GetString());
        var token = refusal.GetProperty("second_factor_token").GetString()!;
        using var anonymous = identity.Anonymous();
        using var begun = await anonymous.PostAsJsonAsync("/connect/second-factor-enrolment", new { secondFactorToken = token }, TestContext.Current.CancellationToken);
        var secret = (await IdentityHost.JsonAsync(begun)).GetProperty("secret").GetString()!;
        using var wrong = await CodeAsync("000000");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        using var right = await CodeAsync(TimeCode.Of(secret, identity.Clock.GetUtcNow()));
        using var client = identity.ClientWithToken((await IdentityHost.TokensAsync(right)).AccessToken);

        using var off = await client.PostAsJsonAsync("/api/identity/me/second-factor/removal", new { currentPassword = member.Password }, TestContext.Current.CancellationToken);
        Assert.Equal("second-factor.required", (await IdentityHost.JsonAsync(off)).GetProperty("code").GetString());
        using var next = await identity.AskForTokenAsync(("grant_type", "password"), ("username", member.UserName), ("password", member.Password));
        Assert.Equal("second_factor_required", (await IdentityHost.JsonAsync(next)).GetProperty("error").GetString());
        using var madeUp = await anonymous.PostAsJsonAsync("/connect/second-factor-enrolment", new { secondFactorToken = "AAAA" }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Conflict, madeUp.StatusCode);

        Task<HttpResponseMessage> CodeAsync(string code) =>
            identity.AskForTokenAsync(("grant_type", "urn:cchc:grant-type:second-factor"), ("second_factor_token", token), ("code", code));
    }
}

public sealed class SessionListTests(IdentityHost identity) : IClassFixture<IdentityHost>
{
    [Fact]
    public async Task A_person_sees_its_sessions_and_ends_one_or_all_others()
    {
        var account = await identity.CreateAccountAsync();
        var here = await identity.SignInAsync(account.UserName, account.Password);
        var (phone, tablet, desk) = (await FromAsync("Dien thoai"), await FromAsync("May tinh bang"), await FromAsync("May ban"));
        using var client = identity.ClientWithToken(here.AccessToken);
        var items = (await IdentityHost.GetAsync(client, "/api/identity/me/sessions")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(4, items.Count);
        Assert.Single(items, item => item.GetProperty("current").GetBoolean());
        var one = items.Single(item => item.GetProperty("device").GetString() == "Dien thoai");
        Assert.Equal("203.0.113.77", one.GetProperty("address").GetString());

        using var ended = await client.DeleteAsync($"/api/identity/me/sessions/{one.GetProperty("id").GetGuid()}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, await RefreshAsync(phone));
        using var others = await client.DeleteAsync("/api/identity/me/sessions", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, others.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, await RefreshAsync(tablet));
        Assert.Equal(HttpStatusCode.BadRequest, await RefreshAsync(desk));
        Assert.Equal(HttpStatusCode.OK, await RefreshAsync(here.RefreshToken));

        var stranger = await identity.CreateAccountAsync();
        using var strangers = identity.ClientWithToken((await identity.SignInAsync(stranger.UserName, stranger.Password)).AccessToken);
        var mine = (await IdentityHost.GetAsync(client, "/api/identity/me/sessions")).GetProperty("items")[0].GetProperty("id").GetGuid();
        using var foreign = await strangers.DeleteAsync($"/api/identity/me/sessions/{mine}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        using var forbidden = await strangers.GetAsync($"/api/identity/accounts/{account.Id}/sessions", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);

        using var admin = await identity.AdminAsync();
        Assert.Equal(1, (await IdentityHost.GetAsync(admin, $"/api/identity/accounts/{account.Id}/sessions")).GetProperty("items").GetArrayLength());
        using var all = await admin.DeleteAsync($"/api/identity/accounts/{account.Id}/sessions", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, all.StatusCode);
        Assert.Equal(0, (await IdentityHost.GetAsync(admin, $"/api/identity/accounts/{account.Id}/sessions")).GetProperty("items").GetArrayLength());

        async Task<string> FromAsync(string device)
        {
            using var browser = identity.Anonymous();
            browser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.77");
            browser.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", device);
            using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "password", ["username"] = account.UserName, ["password"] = account.Password });
            using var response = await browser.PostAsync("/connect/token", form, TestContext.Current.CancellationToken);
            return (await IdentityHost.TokensAsync(response)).RefreshToken;
        }

    }

    /// <summary>For the gateway, which lets nobody in by a token of such a session.</summary>
    [Theory]
    [InlineData("signing out")]
    [InlineData("ending it elsewhere")]
    [InlineData("a new password")]
    [InlineData("locking the account")]
    [InlineData("closing the account")]
    [InlineData("a token used twice")]
    [InlineData("twelve hours")]
    public async Task However_a_session_ends_the_gateway_is_told_of_it_until_its_last_token_has_ended(string how)
    {
        var account = await identity.CreateAccountAsync();
        var (here, there) = (await identity.SignInAsync(account.UserName, account.Password), await identity.SignInAsync(account.UserName, account.Password));
        var session = Guid.Parse(new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(here.AccessToken).GetClaim("sid").Value);
        Assert.DoesNotContain(session, await EndedAsync());
        await EndAsync(how, account, session, here.RefreshToken, there.AccessToken);
        Assert.Contains(session, await EndedAsync());
        identity.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Contains(session, await EndedAsync());
        identity.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.DoesNotContain(session, await EndedAsync());
        identity.Clock.GoBack();

        async Task<IEnumerable<Guid>> EndedAsync()
        {
            using var gateway = identity.Anonymous();
            return (await IdentityHost.GetAsync(gateway, "/internal/ended-sessions")).EnumerateArray().Select(id => id.GetGuid());
        }
    }

    private async Task EndAsync(string how, (Guid Id, string UserName, string Password) account, Guid session, string refreshToken, string elsewhere)
    {
        using var admin = await identity.AdminAsync();
        using var person = identity.ClientWithToken(elsewhere);
        using var anonymous = identity.Anonymous();
        using var form = new FormUrlEncodedContent([new("token", refreshToken)]);
        using var answer = how switch
        {
            "signing out" => await anonymous.PostAsync("/connect/revocation", form, TestContext.Current.CancellationToken),
            "ending it elsewhere" => await person.DeleteAsync($"/api/identity/me/sessions/{session}", TestContext.Current.CancellationToken),
            "a new password" => await person.PostAsJsonAsync("/api/identity/me/password", new { currentPassword = account.Password, newPassword = "con cò lặn lội bờ sông" }, TestContext.Current.CancellationToken),
            "locking the account" => await admin.PostAsync($"/api/identity/accounts/{account.Id}/lock", null, TestContext.Current.CancellationToken),
            "closing the account" => await admin.PostAsync($"/api/identity/accounts/{account.Id}/closure", null, TestContext.Current.CancellationToken),
            "a token used twice" => await identity.AskForTokenAsync(("grant_type", "refresh_token"), ("refresh_token", refreshToken)),
            _ => new HttpResponseMessage(),
        };
        answer.EnsureSuccessStatusCode();
        if (how == "a token used twice")
        {
            Assert.Equal(HttpStatusCode.BadRequest, await RefreshAsync(refreshToken));
        }
        else if (how == "twelve hours")
        {
            identity.Clock.Advance(TimeSpan.FromHours(12));
        }
    }

    private async Task<HttpStatusCode> RefreshAsync(string token)
    {
        using var response = await identity.AskForTokenAsync(("grant_type", "refresh_token"), ("refresh_token", token));
        return response.StatusCode;
    }
}

public sealed class PasskeyAddressTests(IdentityHost identity) : IClassFixture<IdentityHost>
{
    [Fact]
    public async Task An_address_without_https_and_name_has_no_passkeys_and_says_so()
    {
        using var client = identity.Anonymous();
        using var challenge = await client.PostAsync("/connect/passkey-challenges", null, TestContext.Current.CancellationToken);
        Assert.Equal("passkey.no-domain", (await IdentityHost.JsonAsync(challenge)).GetProperty("code").GetString()); // the issuer is http://cchc.test
        using var madeUp = await identity.AskForTokenAsync(("grant_type", "urn:cchc:grant-type:passkey"), ("challenge", "AAAA"), ("credential", "{}"));
        Assert.Equal("invalid_grant", (await IdentityHost.JsonAsync(madeUp)).GetProperty("error").GetString());
    }
}
