using System.Net;
using System.Net.Http.Json;
using CCHC.Contracts.Identity;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Tests;

public sealed class UnitTypeTests(IdentityHost identity) : IClassFixture<IdentityHost>
{
    private const string Header = "code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\n";
    private static readonly Uri Types = new("/api/identity/unit-types", UriKind.Relative);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_levels_of_government_are_there_from_the_start()
    {
        using var admin = await identity.AdminAsync();
        var types = (await IdentityHost.GetAsync(admin, Types.OriginalString)).EnumerateArray().ToList();
        Assert.Equal(
            ["dac-khu", "huyen", "phuong", "thi-tran", "tinh", "xa"],
            types.Where(type => type.GetProperty("governs").GetBoolean()).Select(type => type.GetProperty("code").GetString()).Order(StringComparer.Ordinal));
        Assert.Contains(types, type => type.GetProperty("name").GetString() == "Cơ quan ngành dọc");
    }

    [Fact]
    public async Task A_type_in_use_cannot_be_deleted_and_a_change_of_it_is_told_for_each_of_its_units()
    {
        using var admin = await identity.AdminAsync();
        using var created = await admin.PostAsJsonAsync(Types, new { code = "lien-xa", name = "Cơ quan liên xã", governs = false, position = 300 }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        using var again = await admin.PostAsJsonAsync(Types, new { code = "khac-nua", name = "CƠ QUAN LIÊN XÃ", governs = false, position = 300 }, Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);

        // The file may name it without minding case or accents.
        using var imported = await identity.ImportAsync("units", Header + "lt-1,Cơ quan liên xã số 1,co quan LIEN xa,lt,Khối liên xã,,,,");
        imported.EnsureSuccessStatusCode();
        Assert.False((await identity.Published<UnitChanged>(changed => changed is { Code: "lt-1", Revision: 1 })).Governs);

        using var refused = await admin.DeleteAsync(new Uri("/api/identity/unit-types/lien-xa", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("1 đơn vị", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        using var changed = await admin.PutAsJsonAsync(new Uri("/api/identity/unit-types/lien-xa", UriKind.Relative), new { name = "Liên xã", governs = true, position = 5 }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        var told = await identity.Published<UnitChanged>(change => change is { Code: "lt-1", Revision: 2 });
        Assert.Equal(("Liên xã", true), (told.Type, told.Governs));

        using var moved = await identity.ImportAsync("units", Header + "lt-1,Cơ quan liên xã số 1,khac,lt,Khối liên xã,,,,");
        moved.EnsureSuccessStatusCode();
        using var deleted = await admin.DeleteAsync(new Uri("/api/identity/unit-types/lien-xa", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.False(await identity.Read(db => db.UnitTypes.AnyAsync(type => type.Code == "lien-xa")));
    }

    [Fact]
    public async Task An_unknown_type_is_refused_by_line_unless_the_file_may_register_types()
    {
        const string Csv = Header + "ut-1,Đội Quản lý thị trường số 1,Đội liên ngành,ut,Khối đội,,,,";
        using var refused = await identity.ImportAsync("units", Csv);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var error = (await IdentityHost.JsonAsync(refused)).GetProperty("errors").GetProperty("2")[0].GetString();
        Assert.Equal(
            "Dòng 2: chưa có loại đơn vị “Đội liên ngành” (type). Đăng ký loại này ở mục Loại đơn vị, sửa lại theo một loại đã có, hoặc chọn tự đăng ký loại mới.",
            error);

        using var admin = await identity.AdminAsync();
        using var content = new StringContent(Csv, System.Text.Encoding.UTF8, "text/csv");
        using var taken = await admin.PostAsync(new Uri("/api/identity/units/import?createTypes=true", UriKind.Relative), content, Cancellation);
        taken.EnsureSuccessStatusCode();
        var type = await identity.Read(db => db.UnitTypes.SingleAsync(x => x.Code == "doi-lien-nganh"));
        Assert.Equal(("Đội liên ngành", false), (type.Name, type.Governs));
    }

    [Fact]
    public async Task Types_are_a_matter_of_home_affairs_and_administrators()
    {
        var account = await identity.CreateAccountAsync(new { role = Roles.Leader });
        using var client = identity.ClientWithToken((await identity.SignInAsync(account.UserName, account.Password)).AccessToken);
        using var refused = await client.PostAsJsonAsync(Types, new { code = "x", name = "X", governs = false, position = 1 }, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var read = await client.GetAsync(Types, Cancellation);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }
}
