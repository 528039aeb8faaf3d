using System.Net;
using System.Net.Http.Json;
using CCHC.Contracts.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CCHC.Identity.Tests;

public sealed class InvitationTests(IdentityHost identity) : IClassFixture<IdentityHost>, IDisposable
{
    private const string Chosen = "con trâu đi trước cái cày";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => identity.Clock.GoBack();

    [Fact]
    public async Task Imported_people_choose_their_password_by_a_link_that_works_once()
    {
        using var admin = await identity.AdminAsync();
        using var content = new StringContent("username,display_name,role,unit_code\nmoi.lan,Nguyễn Thị Lan,leader,\nmoi.hung,Trần Văn Hùng,auditor,\n", System.Text.Encoding.UTF8, "text/csv");
        using var imported = await admin.PostAsync("/api/identity/accounts/import?invite=true&hours=24", content, Cancellation);
        var created = (await IdentityHost.JsonAsync(imported)).GetProperty("created").EnumerateArray().ToDictionary(x => x.GetProperty("userName").GetString()!, x => x.GetProperty("invitation").GetString()!);
        Assert.Equal(["moi.hung", "moi.lan"], created.Keys.Order());
        Assert.Equal(2, (await IdentityHost.GetAsync(admin, "/api/identity/accounts?invited=true&search=moi.")).GetProperty("total").GetInt32());
        using var before = await identity.AskForTokenAsync(("grant_type", "password"), ("username", "moi.lan"), ("password", ""));
        Assert.Equal(HttpStatusCode.BadRequest, before.StatusCode);

        using var look = await PostAsync("/connect/invitations", new { invitation = created["moi.lan"] });
        Assert.Equal("Nguyễn Thị Lan", (await IdentityHost.JsonAsync(look)).GetProperty("displayName").GetString());
        using var weak = await PostAsync("/connect/invitations/acceptance", new { invitation = created["moi.lan"], password = "Nguyễn Thị Lan 1990" });
        Assert.Equal(HttpStatusCode.BadRequest, weak.StatusCode); // her own name; the link stays good
        using var accepted = await PostAsync("/connect/invitations/acceptance", new { invitation = created["moi.lan"], password = Chosen });
        Assert.Equal("moi.lan", (await IdentityHost.JsonAsync(accepted)).GetProperty("userName").GetString());
        await identity.SignInAsync("moi.lan", Chosen);
        using var twice = await PostAsync("/connect/invitations/acceptance", new { invitation = created["moi.lan"], password = "đồng không mông quạnh" });
        Assert.Equal("invitation.over", (await IdentityHost.JsonAsync(twice)).GetProperty("code").GetString());
        Assert.Equal("moi.hung", (await IdentityHost.GetAsync(admin, "/api/identity/accounts?invited=true&search=moi.")).GetProperty("items")[0].GetProperty("userName").GetString());

        var hung = (await IdentityHost.GetAsync(admin, "/api/identity/accounts?search=moi.hung")).GetProperty("items")[0].GetProperty("id").GetGuid();
        using var renewed = await admin.PostAsJsonAsync($"/api/identity/accounts/{hung}/invitation", new { hours = 1 }, Cancellation);
        var second = (await IdentityHost.JsonAsync(renewed)).GetProperty("invitation").GetString()!;
        using var replaced = await PostAsync("/connect/invitations", new { invitation = created["moi.hung"] });
        Assert.Equal(HttpStatusCode.Conflict, replaced.StatusCode);
        identity.Clock.Advance(TimeSpan.FromMinutes(61));
        using var late = await PostAsync("/connect/invitations", new { invitation = second });
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
    }

    [Fact]
    public async Task Of_two_who_use_a_link_at_the_same_time_one_wins()
    {
        var account = await identity.CreateAccountAsync(new { role = Roles.Leader });
        using var admin = await identity.AdminAsync();
        using var invited = await admin.PostAsJsonAsync($"/api/identity/accounts/{account.Id}/invitation", new { }, Cancellation);
        var invitation = (await IdentityHost.JsonAsync(invited)).GetProperty("invitation").GetString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => PostAsync("/connect/invitations/acceptance", new { invitation, password = $"{Chosen} {i}" })));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task Who_has_left_signs_in_no_more_and_is_told_apart_from_who_is_locked_and_the_name_stays()
    {
        var account = await identity.CreateAccountAsync(new { role = Roles.Appraiser });
        var (_, refreshToken) = await identity.SignInAsync(account.UserName, account.Password);
        using var admin = await identity.AdminAsync();
        using var closed = await admin.PostAsync($"/api/identity/accounts/{account.Id}/closure", null, Cancellation);
        var answer = await IdentityHost.JsonAsync(closed);
        Assert.Equal(Roles.Appraiser, answer.GetProperty("grants")[0].GetProperty("role").GetString());

        using var refresh = await identity.AskForTokenAsync(("grant_type", "refresh_token"), ("refresh_token", refreshToken));
        Assert.Equal(HttpStatusCode.BadRequest, refresh.StatusCode);
        using var signIn = await identity.AskForTokenAsync(("grant_type", "password"), ("username", account.UserName), ("password", account.Password));
        Assert.Equal(HttpStatusCode.BadRequest, signIn.StatusCode);
        var listed = (await IdentityHost.GetAsync(admin, $"/api/identity/accounts?search={account.UserName}")).GetProperty("items")[0];
        Assert.Equal("Nguyễn Văn Thử", listed.GetProperty("displayName").GetString());
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, listed.GetProperty("closedAt").ValueKind);
        Assert.Equal(0, listed.GetProperty("grants").GetArrayLength());
        using var invited = await admin.PostAsJsonAsync($"/api/identity/accounts/{account.Id}/invitation", new { }, Cancellation);
        Assert.Equal("account.locked", (await IdentityHost.JsonAsync(invited)).GetProperty("code").GetString());

        var me = (await IdentityHost.GetAsync(admin, "/api/identity/me")).GetProperty("id").GetGuid();
        using var own = await admin.PostAsync($"/api/identity/accounts/{me}/closure", null, Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, own.StatusCode);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, object body)
    {
        using var anybody = identity.Anonymous();
        return await anybody.PostAsJsonAsync(path, body, Cancellation);
    }
}

public sealed class EmergencyTests(IdentityHost identity) : IClassFixture<IdentityHost>
{
    [Fact]
    public async Task The_emergency_administrator_is_opened_on_the_console_and_administrators_see_it_until_it_is_closed()
    {
        using var admin = await identity.AdminAsync();
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await IdentityHost.GetAsync(admin, "/api/identity/accounts")).GetProperty("emergencyOpenedAt").ValueKind);
        var first = await OpenAsync();
        var second = await OpenAsync(); // whoever lost the first
        using var old = await identity.AskForTokenAsync(("grant_type", "password"), ("username", "khan-cap"), ("password", first));
        Assert.Equal(HttpStatusCode.BadRequest, old.StatusCode);
        using var emergency = identity.ClientWithToken((await identity.SignInAsync("khan-cap", second)).AccessToken);
        var listed = (await IdentityHost.GetAsync(emergency, "/api/identity/accounts?search=khan-cap")).GetProperty("items")[0];
        Assert.Equal(Roles.SystemAdmin, listed.GetProperty("grants")[0].GetProperty("role").GetString());
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, (await IdentityHost.GetAsync(admin, "/api/identity/accounts?search=nobody")).GetProperty("emergencyOpenedAt").ValueKind);

        using var closed = await admin.PostAsync($"/api/identity/accounts/{listed.GetProperty("id").GetGuid()}/closure", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await IdentityHost.GetAsync(admin, "/api/identity/accounts")).GetProperty("emergencyOpenedAt").ValueKind);
        using var late = await identity.AskForTokenAsync(("grant_type", "password"), ("username", "khan-cap"), ("password", second));
        Assert.Equal(HttpStatusCode.BadRequest, late.StatusCode);
        await identity.SignInAsync("khan-cap", await OpenAsync());

        async Task<string> OpenAsync()
        {
            await using var scope = identity.Services.CreateAsyncScope();
            return await CCHC.Identity.Accounts.EmergencyAdmin.OpenAsync(scope.ServiceProvider);
        }
    }
}
