using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Contracts.Identity;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Tests;

public sealed class AccountTests(IdentityHost identity) : IClassFixture<IdentityHost>
{
    [Fact]
    public async Task The_first_account_administers_the_system()
    {
        using var admin = await identity.AdminAsync();
        var me = await IdentityHost.GetAsync(admin, "/api/identity/me");
        Assert.Equal("admin", me.GetProperty("userName").GetString());
        Assert.Equal([Roles.HomeAffairs, Roles.SystemAdmin], me.GetProperty("grants").EnumerateArray().Select(grant => grant.GetProperty("role").GetString()));
    }

    [Fact]
    public async Task Imported_accounts_sign_in_with_their_roles_and_a_second_import_changes_roles_but_no_password()
    {
        using var units = await identity.ImportAsync("units", "code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\nim,Sở Y tế,so,so,Khối sở,,,,\n");
        units.EnsureSuccessStatusCode();
        const string Csv = "username,display_name,role,unit_code,password\nim.hung,Trần Văn Hùng,unit-head,im,mật-khẩu-của-hùng\nim.hung,Trần Văn Hùng,appraiser,,\nim.mai,Lê Mai,leader,,\n";

        using var first = await identity.ImportAsync("accounts", Csv);
        var created = (await IdentityHost.JsonAsync(first)).GetProperty("created").EnumerateArray()
            .ToDictionary(account => account.GetProperty("userName").GetString()!, account => account.GetProperty("password").GetString()!);
        Assert.Equal("mật-khẩu-của-hùng", created["im.hung"]);
        await identity.SignInAsync("im.mai", created["im.mai"]);

        using var second = await identity.ImportAsync("accounts", Csv.Replace("appraiser", "council-chair", StringComparison.Ordinal).Replace("của-hùng", "khác-hẳn-trước", StringComparison.Ordinal));
        var answer = await IdentityHost.JsonAsync(second);
        Assert.Equal(0, answer.GetProperty("created").GetArrayLength());
        Assert.Equal(1, answer.GetProperty("updated").GetInt32());
        using var hung = identity.ClientWithToken((await identity.SignInAsync("im.hung", "mật-khẩu-của-hùng")).AccessToken);
        var grants = (await IdentityHost.GetAsync(hung, "/api/identity/me")).GetProperty("grants").EnumerateArray()
            .Select(grant => (grant.GetProperty("role").GetString(), grant.GetProperty("unitCode").GetString()));
        Assert.Equal([(Roles.CouncilChair, null), (Roles.UnitHead, "im")], grants);
    }

    [Theory]
    [InlineData("x.a,Người A,boss,,", "không có vai trò “boss”")]
    [InlineData("x.a,Người A,unit-officer,,", "phải gắn với một đơn vị")]
    [InlineData("x.a,Người A,unit-officer,không-có,", "không có đơn vị mang mã không-có")]
    [InlineData("X A,Người A,leader,,", "Tên đăng nhập")]
    [InlineData("x.a,,leader,,", "họ tên")]
    [InlineData("x.a,Người A,leader,,ngắn", "mật khẩu")]
    [InlineData("x.good,Người khác,leader,,", "mang họ tên khác với dòng 2")]
    public async Task A_bad_line_creates_no_account(string line, string problem)
    {
        using var response = await identity.ImportAsync("accounts", $"username,display_name,role,unit_code,password\nx.good,Người tốt,auditor,,\n{line}\n");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = Assert.Single((await IdentityHost.JsonAsync(response)).GetProperty("errors").GetProperty("3").EnumerateArray());
        Assert.Contains(problem, error.GetString(), StringComparison.Ordinal);
        Assert.False(await identity.Read(db => db.Accounts.AnyAsync(account => account.UserName!.StartsWith("x."))));
    }

    [Fact]
    public async Task A_name_is_taken_once_and_input_is_checked()
    {
        var account = await identity.CreateAccountAsync();
        using var admin = await identity.AdminAsync();
        using var twice = await PostAsync(admin, "/api/identity/accounts", new { userName = account.UserName, displayName = "Ai đó", grants = Array.Empty<object>() });
        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
        Assert.Equal("account.exists", (await IdentityHost.JsonAsync(twice)).GetProperty("code").GetString());

        using var bad = await PostAsync(admin, "/api/identity/accounts", new { userName = "Tên Sai", displayName = "", password = "ngắn", grants = Array.Empty<object>() });
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Equal(3, (await IdentityHost.JsonAsync(bad)).GetProperty("errors").EnumerateObject().Count());
    }

    [Fact]
    public async Task A_locked_account_is_out_until_it_is_unlocked()
    {
        var account = await identity.CreateAccountAsync();
        var (_, refreshToken) = await identity.SignInAsync(account.UserName, account.Password);
        using var admin = await identity.AdminAsync();

        using var locked = await PostAsync(admin, $"/api/identity/accounts/{account.Id}/lock");
        Assert.Equal(HttpStatusCode.NoContent, locked.StatusCode);
        using var refresh = await identity.AskForTokenAsync(("grant_type", "refresh_token"), ("refresh_token", refreshToken));
        Assert.Equal(HttpStatusCode.BadRequest, refresh.StatusCode);
        using var signIn = await identity.AskForTokenAsync(("grant_type", "password"), ("username", account.UserName), ("password", account.Password));
        Assert.Equal(HttpStatusCode.BadRequest, signIn.StatusCode);
        var listed = (await IdentityHost.GetAsync(admin, $"/api/identity/accounts?search={account.UserName}")).GetProperty("items")[0];
        Assert.True(listed.GetProperty("locked").GetBoolean());

        using var unlocked = await admin.DeleteAsync(new Uri($"/api/identity/accounts/{account.Id}/lock", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, unlocked.StatusCode);
        await identity.SignInAsync(account.UserName, account.Password);
    }

    [Fact]
    public async Task Nobody_locks_itself_out()
    {
        using var admin = await identity.AdminAsync();
        var id = (await IdentityHost.GetAsync(admin, "/api/identity/me")).GetProperty("id").GetGuid();
        using var response = await PostAsync(admin, $"/api/identity/accounts/{id}/lock");
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("account.own-lock", (await IdentityHost.JsonAsync(response)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_person_changes_its_password_knowing_the_old_one_and_is_signed_out_elsewhere()
    {
        var account = await identity.CreateAccountAsync();
        var (accessToken, refreshToken) = await identity.SignInAsync(account.UserName, account.Password);
        using var client = identity.ClientWithToken(accessToken);

        using var wrong = await PostAsync(client, "/api/identity/me/password", new { currentPassword = "không phải", newPassword = "mật khẩu mới tinh" });
        Assert.Equal(HttpStatusCode.Conflict, wrong.StatusCode);
        using var shortOne = await PostAsync(client, "/api/identity/me/password", new { currentPassword = account.Password, newPassword = "mười bốn ký tự" });
        Assert.Equal(HttpStatusCode.BadRequest, shortOne.StatusCode);
        using var changed = await PostAsync(client, "/api/identity/me/password", new { currentPassword = account.Password, newPassword = "mật khẩu mới tinh" });
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);

        await identity.SignInAsync(account.UserName, "mật khẩu mới tinh");
        using var old = await identity.AskForTokenAsync(("grant_type", "password"), ("username", account.UserName), ("password", account.Password));
        Assert.Equal(HttpStatusCode.BadRequest, old.StatusCode);
        using var refresh = await identity.AskForTokenAsync(("grant_type", "refresh_token"), ("refresh_token", refreshToken));
        Assert.Equal(HttpStatusCode.BadRequest, refresh.StatusCode);
    }

    [Fact]
    public async Task An_administrator_gives_a_new_password_to_who_forgot_it()
    {
        var account = await identity.CreateAccountAsync();
        using var admin = await identity.AdminAsync();
        using var response = await PostAsync(admin, $"/api/identity/accounts/{account.Id}/password");
        await identity.SignInAsync(account.UserName, (await IdentityHost.JsonAsync(response)).GetProperty("password").GetString()!);
        using var old = await identity.AskForTokenAsync(("grant_type", "password"), ("username", account.UserName), ("password", account.Password));
        Assert.Equal(HttpStatusCode.BadRequest, old.StatusCode);
    }

    [Theory]
    [InlineData(Roles.HomeAffairs, HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData(Roles.Auditor, HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData(Roles.Leader, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    public async Task Only_administrators_change_accounts(string role, HttpStatusCode reading, HttpStatusCode writing)
    {
        var account = await identity.CreateAccountAsync(new { role });
        using var client = identity.ClientWithToken((await identity.SignInAsync(account.UserName, account.Password)).AccessToken);
        using var list = await client.GetAsync(new Uri("/api/identity/accounts", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(reading, list.StatusCode);
        using var create = await PostAsync(client, "/api/identity/accounts", new { userName = "moi", displayName = "Mới", grants = new[] { new { role = Roles.SystemAdmin } } });
        Assert.Equal(writing, create.StatusCode);
        using var createClient = await PostAsync(client, "/api/identity/clients", new { name = "Mới", roles = new[] { Roles.SystemAdmin } });
        Assert.Equal(writing, createClient.StatusCode);
    }

    [Fact]
    public async Task An_officer_sees_the_people_of_its_own_unit_and_nobody_else()
    {
        using var units = await identity.ImportAsync(
            "units", "code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\ndn1,Sở Một,so,so,Khối sở,,,,\ndn2,Sở Hai,so,so,Khối sở,,,,\n");
        units.EnsureSuccessStatusCode();
        using var accounts = await identity.ImportAsync(
            "accounts",
            """
            username,display_name,role,unit_code,password
            dn.tam,Đỗ Tâm,unit-officer,dn1,mật-khẩu-của-tâm
            dn.an,Dương An,unit-head,dn1,mật-khẩu-của-an
            dn.khoa,Lê Khóa,unit-officer,dn1,mật-khẩu-của-khóa
            dn.la,Người lạ,unit-officer,dn2,mật-khẩu-người-lạ
            dn.lanhdao,Lãnh đạo,leader,,mật-khẩu-lãnh-đạo
            """);
        accounts.EnsureSuccessStatusCode();
        using var admin = await identity.AdminAsync();
        var locked = (await IdentityHost.GetAsync(admin, "/api/identity/accounts?search=dn.khoa")).GetProperty("items")[0].GetProperty("id").GetGuid();
        using var lockOut = await admin.PostAsync($"/api/identity/accounts/{locked}/lock", null, TestContext.Current.CancellationToken);
        lockOut.EnsureSuccessStatusCode();

        using var officer = identity.ClientWithToken((await identity.SignInAsync("dn.tam", "mật-khẩu-của-tâm")).AccessToken);
        var people = (await IdentityHost.GetAsync(officer, "/api/identity/colleagues")).GetProperty("items").EnumerateArray().Select(person => person.GetProperty("displayName").GetString());
        Assert.Equal(["Dương An", "Đỗ Tâm"], people); // d before đ
        using var leader = identity.ClientWithToken((await identity.SignInAsync("dn.lanhdao", "mật-khẩu-lãnh-đạo")).AccessToken);
        using var refused = await leader.GetAsync("/api/identity/colleagues", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Accounts_are_found_by_role_and_by_name_without_accents()
    {
        using var imported = await identity.ImportAsync("accounts", "username,display_name,role,unit_code\nf.dong,Đoàn Ngự Đông,enumerator,\nf.lan,Nguyễn Thị Lan,enumerator,\nf.an,Đoàn Ngự An,leader,\n");
        imported.EnsureSuccessStatusCode();
        using var admin = await identity.AdminAsync();
        Assert.Equal(["f.dong", "f.lan"], UserNames(await IdentityHost.GetAsync(admin, "/api/identity/accounts?role=enumerator")));
        Assert.Equal(["f.an", "f.dong"], UserNames(await IdentityHost.GetAsync(admin, "/api/identity/accounts?search=doan%20ngu%20")));
        Assert.Equal(["f.dong"], UserNames(await IdentityHost.GetAsync(admin, "/api/identity/accounts?search=doan%20ngu%20dong&role=enumerator")));

        static IEnumerable<string?> UserNames(JsonElement list) => list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("userName").GetString());
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, object? body = null) =>
        client.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, TestContext.Current.CancellationToken);
}
