using CCHC.Contracts.Identity;

namespace CCHC.Identity.Tests;

/// <summary>What an operator reads in the log about who signed in, who did not, and what stands in it of what they typed: nothing.</summary>
public sealed class SignInLogTests(IdentityHost identity) : IClassFixture<IdentityHost>, IDisposable
{
    private const string Stranger = "203.0.113.61";

    public void Dispose() => identity.Clock.GoBack();

    [Fact]
    public async Task A_sign_in_is_logged_with_the_account_the_address_the_manner_and_the_session()
    {
        var account = await identity.CreateAccountAsync();
        await AskAsync(("grant_type", "password"), ("username", account.UserName), ("password", account.Password));
        Assert.Matches($"^authn_login_success of {account.Id} from {Stranger}: Password, session [0-9a-f-]{{36}}$", About(account.Id).Single());
    }

    [Fact]
    public async Task A_refused_sign_in_is_logged_with_the_account_the_address_and_the_reason()
    {
        var account = await identity.CreateAccountAsync();
        for (var i = 0; i < 6; i++)
        {
            await AskAsync(("grant_type", "password"), ("username", account.UserName), ("password", "sai mật khẩu"));
        }

        Assert.Equal(
            [.. Enumerable.Repeat($"authn_login_fail of {account.Id} from {Stranger}: password, wrong, or the account is locked", 5), $"authn_login_fail of {account.Id} from {Stranger}: password, too often, has to wait"],
            About(account.Id));
        Assert.All(identity.Log.Entries.Where(entry => entry.Contains($"authn_login_fail of {account.Id}", StringComparison.Ordinal)), entry => Assert.Matches("^[0-9TZ:.-]{24} WARN [0-9a-f]{32} CCHC.Security: ", entry));
    }

    [Fact]
    public async Task A_name_that_nobody_has_stands_in_the_log_as_a_digest_that_tells_only_that_it_was_typed_again()
    {
        // Many type their password into the field of the name.
        await AskAsync(("grant_type", "password"), ("username", "Mật-khẩu-của-tôi-1"), ("password", "x"));
        await AskAsync(("grant_type", "password"), ("username", "mật-khẩu-của-tôi-1 "), ("password", "y"));
        await AskAsync(("grant_type", "password"), ("username", "tên khác"), ("password", "x"));
        var subjects = identity.Log.Security.Where(entry => entry.StartsWith("authn_login_fail of #", StringComparison.Ordinal)).Select(entry => entry.Split(' ')[2]).ToList();
        Assert.Equal(3, subjects.Count);
        Assert.All(subjects, subject => Assert.Matches("^#[0-9a-f]{12}$", subject));
        Assert.Equal(subjects[0], subjects[1]);
        Assert.NotEqual(subjects[0], subjects[2]);
        Assert.DoesNotContain(identity.Log.Entries, entry => entry.Contains("khẩu-của", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_refresh_token_that_was_used_before_is_logged_with_the_session_it_ended()
    {
        var account = await identity.CreateAccountAsync();
        var (_, first) = await identity.SignInAsync(account.UserName, account.Password);
        using (await identity.AskForTokenAsync(("grant_type", "refresh_token"), ("refresh_token", first)))
        using (await identity.AskForTokenAsync(("grant_type", "refresh_token"), ("refresh_token", first)))
        {
            Assert.Contains(About(account.Id), entry => entry.StartsWith($"authn_token_reuse of {account.Id} from 127.0.0.1: session ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Refused_clients_passkeys_codes_and_providers_are_logged_too()
    {
        await AskAsync(("grant_type", "client_credentials"), ("client_id", Guid.NewGuid().ToString()), ("client_secret", "đoán"));
        await AskAsync(("grant_type", "urn:cchc:grant-type:passkey"), ("challenge", "đoán"), ("credential", "{}"));
        await AskAsync(("grant_type", "urn:cchc:grant-type:second-factor"), ("second_factor_token", "đoán"), ("code", "123456"));
        await AskAsync(("grant_type", "urn:cchc:grant-type:single-sign-on"), ("state", "đoán"), ("code", "đoán"));
        await AskAsync(("grant_type", "đoán một loại"));
        var refused = identity.Log.Security.Where(entry => entry.StartsWith($"authn_login_fail of - from {Stranger}: ", StringComparison.Ordinal)).Select(entry => entry.Split(": ")[1]);
        Assert.Equal(["client_credentials, invalid_client", "passkey, invalid_grant", "second-factor, invalid_grant", "single-sign-on, invalid_grant", "?, unsupported_grant_type"], refused);
    }

    [Fact]
    public async Task No_password_no_token_and_no_persons_name_stands_in_the_log()
    {
        var account = await identity.CreateAccountAsync(new { role = Roles.Auditor });
        const string Wrong = "mật khẩu gõ nhầm 77";
        await AskAsync(("grant_type", "password"), ("username", account.UserName), ("password", Wrong));
        var (accessToken, refreshToken) = await identity.SignInAsync(account.UserName, account.Password);
        using var refreshed = await identity.AskForTokenAsync(("grant_type", "refresh_token"), ("refresh_token", refreshToken));
        var (_, second) = await IdentityHost.TokensAsync(refreshed);
        using (var client = identity.ClientWithToken(accessToken))
        {
            await IdentityHost.GetAsync(client, "/api/identity/me");
        }

        using (var client = identity.ClientWithToken(accessToken[..^4] + "AAAA"))
        {
            using var forged = await client.GetAsync(new Uri("/api/identity/me", UriKind.Relative), TestContext.Current.CancellationToken);
        }

        var log = string.Concat(identity.Log.Entries);
        Assert.Contains(account.Id.ToString(), log, StringComparison.Ordinal);
        Assert.All(
            (string[])[account.Password, Wrong, accessToken.Split('.')[1], accessToken.Split('.')[2], refreshToken, second, "Nguyễn Văn Thử", account.UserName],
            secret => Assert.DoesNotContain(secret, log, StringComparison.OrdinalIgnoreCase));
    }

    private List<string> About(Guid account) => [.. identity.Log.Security.Where(entry => entry.Contains(account.ToString(), StringComparison.Ordinal))];

    private async Task AskAsync(params (string Name, string Value)[] form)
    {
        using var client = identity.Anonymous();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", Stranger);
        using var content = new FormUrlEncodedContent(form.ToDictionary(field => field.Name, field => field.Value));
        using var response = await client.PostAsync(new Uri("/connect/token", UriKind.Relative), content, TestContext.Current.CancellationToken);
    }
}
