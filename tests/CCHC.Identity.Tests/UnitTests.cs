using System.Net;
using System.Text;
using CCHC.Contracts.Identity;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Tests;

public sealed class UnitTests(IdentityHost identity) : IClassFixture<IdentityHost>
{
    private const string Header = "code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\n";

    [Fact]
    public async Task Imported_units_are_published_and_only_changes_are_published_again()
    {
        const string Csv =
            """
            i-noi-vu,Sở Nội vụ,so,i-so,Khối sở,i-ubnd,01/03/2025,,i-lao-dong;i-noi-vu-cu
            i-ubnd,Ủy ban nhân dân tỉnh,tinh,i-tinh,Tỉnh,,,,
            i-lao-dong,"Sở Lao động, Thương binh và Xã hội",so,i-so,Khối sở,i-ubnd,2008-01-01,2025-02-28,
            i-noi-vu-cu,Sở Nội vụ (cũ),so,i-so,Khối sở,i-ubnd,,2025-02-28,
            """;
        Assert.Equal((4, 0, 0), await ImportAsync(Csv));
        var units = await identity.Read(db => db.Units.Where(unit => unit.Code.StartsWith("i-")).ToDictionaryAsync(unit => unit.Code));
        var published = await identity.Published<UnitChanged>(changed => changed.Code == "i-noi-vu");
        Assert.Equivalent(
            new UnitChanged
            {
                UnitId = units["i-noi-vu"].Id,
                Revision = 1,
                Code = "i-noi-vu",
                Name = "Sở Nội vụ",
                Type = "Sở, ban, ngành",
                GroupCode = "i-so",
                GroupName = "Khối sở",
                ParentId = units["i-ubnd"].Id,
                ValidFrom = new DateOnly(2025, 3, 1),
                PredecessorIds = [units["i-lao-dong"].Id, units["i-noi-vu-cu"].Id],
            },
            published,
            strict: true);
        Assert.Equal(new DateOnly(2025, 2, 28), units["i-lao-dong"].ValidTo);

        Assert.Equal((0, 0, 4), await ImportAsync(Csv));
        Assert.Equal((0, 1, 3), await ImportAsync(Csv.Replace("Sở Nội vụ (cũ)", "Sở Nội vụ trước 2025", StringComparison.Ordinal)));
        var changed = await identity.Published<UnitChanged>(changed => changed is { Code: "i-noi-vu-cu", Revision: 2 });
        Assert.Equal("Sở Nội vụ trước 2025", changed.Name);
        Assert.Equal(5, identity.Events.Seen<UnitChanged>().Count(seen => seen.Message.Code.StartsWith("i-", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("b-x,Đơn vị,xa,b,Khối,,,,\nb-y,Đơn vị,xa,b,Khối,,,,\nb-x,Đơn vị,xa,b,Khối,,,,", 4, "trùng mã b-x với dòng 2")]
    [InlineData("b-x,Đơn vị,xa,b,Khối,,,,\nb-y,Đơn vị,xa,b,Khối,b-không-có,,,", 3, "không có đơn vị cấp trên mang mã b-không-có")]
    [InlineData("b-x,Đơn vị,xa,b,Khối,b-z,,,\nb-y,Đơn vị,xa,b,Khối,b-x,,,\nb-z,Đơn vị,xa,b,Khối,b-y,,,", 3, "vòng lặp")]
    [InlineData("b-x,Đơn vị,xa,b,Khối,b-x,,,", 2, "vòng lặp")]
    [InlineData("b-x,Đơn vị,xa,b,Khối,,2025-07-01,2025-06-30,", 2, "trước ngày có hiệu lực")]
    [InlineData("b-x,Đơn vị,xa,b,Khối,,31/02/2025,,", 2, "31/02/2025")]
    [InlineData("b-x,Đơn vị,xa,b,Khối,,,,b-cũ", 2, "không có đơn vị tiền thân mang mã b-cũ")]
    [InlineData("b-x,Đơn vị,xa,b,Khối,,,,b-x", 2, "tiền thân của chính nó")]
    [InlineData("b-x,,xa,b,Khối,,,,", 2, "thiếu tên")]
    [InlineData(",Đơn vị,xa,b,Khối,,,,", 2, "thiếu mã")]
    [InlineData("b-x,Đơn vị,xa,b,Khối,,,,\nb-y,Đơn vị,xa,b,Khối khác,,,,", 3, "mang tên khác với dòng 2")]
    [InlineData("b-x,Đơn vị,xa,b,Khối,,,,\nb-y,Đơn vị", 3, "có 2 cột, phải có 9")]
    [InlineData("b-x,\"Đơn\"vị,xa,b,Khối,,,,", 2, "dấu ngoặc kép")]
    public async Task A_bad_line_is_named_and_nothing_is_stored(string lines, int line, string problem)
    {
        using var response = await identity.ImportAsync("units", Header + lines + "\nb-good,Đơn vị tốt,xa,b,Khối,,,,");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var errors = (await IdentityHost.JsonAsync(response)).GetProperty("errors");
        Assert.Contains(errors.GetProperty($"{line}").EnumerateArray(), error => error.GetString()!.Contains(problem, StringComparison.Ordinal));
        Assert.False(await identity.Read(db => db.Units.AnyAsync(unit => unit.GroupCode == "b")));
    }

    [Fact]
    public async Task A_circle_that_only_the_stored_units_complete_is_found()
    {
        Assert.Equal((2, 0, 0), await ImportAsync("c-a,Đơn vị,xa,c,Khối,,,,\nc-b,Đơn vị,xa,c,Khối,c-a,,,"));
        using var response = await identity.ImportAsync("units", Header + "c-a,Đơn vị,xa,c,Khối,c-b,,,");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Null(await identity.Read(db => db.Units.Where(unit => unit.Code == "c-a").Select(unit => unit.ParentId).SingleAsync()));
    }

    [Fact]
    public async Task A_file_in_another_encoding_or_without_a_header_is_refused()
    {
        using var admin = await identity.AdminAsync();
        using var latin = new ByteArrayContent([.. Encoding.UTF8.GetBytes(Header + "e-x,S"), 0xE0, .. ",xa,e,Khối,,,,"u8]);
        latin.Headers.ContentType = new("text/csv");
        using var refused = await admin.PostAsync(new Uri("/api/identity/units/import", UriKind.Relative), latin, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("UTF-8", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        using var headless = await identity.ImportAsync("units", "e-x,Đơn vị,xa,e,Khối,,,,");
        Assert.Equal(HttpStatusCode.BadRequest, headless.StatusCode);

        using var json = new StringContent("{}", Encoding.UTF8, "application/json");
        using var wrongType = await admin.PostAsync(new Uri("/api/identity/units/import", UriKind.Relative), json, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, wrongType.StatusCode);
    }

    [Fact]
    public async Task A_search_ignores_accents_and_the_list_follows_the_vietnamese_alphabet()
    {
        // The second name is decomposed, as some keyboards write it.
        await ImportAsync("s-1,Xã Yên Định,xa,s,Khối xã,,,,\ns-2," + "Xã Đông Sơn".Normalize(NormalizationForm.FormD) + ",xa,s,Khối xã,,,,\n"
            + "s-3,Xã Ân Thi,xa,s,Khối xã,,,,\ns-4,Xã An Nông,xa,s,Khối xã,,,,\ns-5,Xã Ea 100%,xa,s,Khối xã,,,,\ns-6,Xã Dân Lý,xa,s,Khối xã,,,,");

        Assert.Equal(["Xã An Nông", "Xã Ân Thi", "Xã Dân Lý", "Xã Đông Sơn", "Xã Ea 100%", "Xã Yên Định"], await NamesAsync("group=s"));
        Assert.Equal(["Xã Đông Sơn"], await NamesAsync("group=s&search=DONG"));
        Assert.Equal(["Xã Đông Sơn"], await NamesAsync("group=s&search=%C4%91%C3%B4ng%20s%C6%A1n"));
        Assert.Equal(["Xã Yên Định"], await NamesAsync("group=s&search=s-1"));
        Assert.Equal(["Xã Ea 100%"], await NamesAsync("group=s&search=%25"));
        Assert.Equal(["Xã Dân Lý", "Xã Đông Sơn"], await NamesAsync("group=s&page=2&pageSize=2"));
        using var admin = await identity.AdminAsync();
        using var unreadable = await admin.GetAsync(new Uri("/api/identity/units?group=s&search=%00", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, unreadable.StatusCode); // no text holds U+0000
    }

    [Fact]
    public async Task Only_home_affairs_and_administrators_import_and_everybody_signed_in_reads()
    {
        var account = await identity.CreateAccountAsync(new { role = Roles.Appraiser });
        using var client = identity.ClientWithToken((await identity.SignInAsync(account.UserName, account.Password)).AccessToken);
        using var csv = new StringContent(Header, Encoding.UTF8, "text/csv");
        using var import = await client.PostAsync(new Uri("/api/identity/units/import", UriKind.Relative), csv, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, import.StatusCode);
        using var list = await client.GetAsync(new Uri("/api/identity/units", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, list.StatusCode);
        using var anonymous = identity.Anonymous();
        using var unknown = await anonymous.GetAsync(new Uri("/api/identity/units", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
    }

    private async Task<(int Created, int Updated, int Unchanged)> ImportAsync(string lines)
    {
        using var response = await identity.ImportAsync("units", Header + lines);
        var answer = await IdentityHost.JsonAsync(response);
        Assert.True(response.IsSuccessStatusCode, answer.ToString());
        return (answer.GetProperty("created").GetInt32(), answer.GetProperty("updated").GetInt32(), answer.GetProperty("unchanged").GetInt32());
    }

    private async Task<List<string>> NamesAsync(string query)
    {
        using var admin = await identity.AdminAsync();
        var answer = await IdentityHost.GetAsync(admin, $"/api/identity/units?{query}");
        return [.. answer.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];
    }
}
