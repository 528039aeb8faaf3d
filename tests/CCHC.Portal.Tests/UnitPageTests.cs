using System.Net;
using System.Text.RegularExpressions;

namespace CCHC.Portal.Tests;

public sealed partial class UnitPageTests : IClassFixture<PortalHost>
{
    private const string Api = "/api/identity/units";
    private const string Place = "/quan-tri/don-vi";

    private static readonly Guid Id = Samples.Id;

    private readonly PortalHost _portal;

    public UnitPageTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Roles = ["home-affairs"];
        _portal.Gateway.Answer("/api/identity/unit-types", new[] { Type("so", "Sở, ban, ngành", governs: false, units: 20), Type("khac", "Khác", governs: false, units: 0), Type("xa", "Xã", governs: true, units: 3321) });
        _portal.Gateway.Answer($"{Api}/groups", new[] { new { code = "so", name = "Khối sở", units = 20 } });
        _portal.Gateway.Answer(Api, new { items = new[] { Item("STC", "Sở Tài chính"), Item("SNV", "Sở Nội vụ, \"mới\"") }, total = 120, page = 2, pageSize = 50 });
        _portal.Gateway.Answer($"{Api}/{Id}", new
        {
            id = Id, revision = 7, code = "STC", name = "Sở Tài chính", typeCode = "so", type = "Sở, ban, ngành", governs = false, groupCode = "so", groupName = "Khối sở",
            validFrom = "2025-03-01", children = 2, successors = Array.Empty<object>(),
            predecessors = new[] { new { id = Guid.CreateVersion7(), code = "SKHDT", name = "Sở Kế hoạch và Đầu tư", validTo = "2025-02-28" } },
        });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Place)]
    [InlineData(Place + "/moi")]
    [InlineData(Place + "/nhap")]
    [InlineData(Place + "/ID")]
    [InlineData(Place + "/ID/sua")]
    [InlineData(Place + "/ID/gop")]
    [InlineData(Place + "/ID/tach")]
    [InlineData(Place + "/ID/doi-ten")]
    [InlineData("/quan-tri/loai-don-vi?sua=so")]
    public async Task Every_page_about_units_has_its_title_its_place_and_nothing_inline(string path)
    {
        var html = await GetAsync(path.Replace("ID", Id.ToString(), StringComparison.Ordinal));
        Assert.Contains($"href=\"{Place}\" aria-current=\"page\"", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline(), html);
    }

    [Fact]
    public async Task The_list_keeps_its_filters_from_page_to_page_and_in_the_file()
    {
        var html = await GetAsync($"{Place}?tim=tai+chinh&loai=so&sap=-name&trang=2");
        var asked = Assert.Single(_portal.Gateway.CallsTo(Api)).Path;
        foreach (var part in (string[])["search=tai%20chinh", "type=so", "sort=-name", "page=2", "pageSize=50"])
        {
            Assert.Contains(part, asked, StringComparison.Ordinal);
        }

        Assert.Contains("120 đơn vị", html, StringComparison.Ordinal);
        Assert.Contains($"{Place}?tim=tai%20chinh&amp;loai=so&amp;sap=-name&amp;trang=3", html, StringComparison.Ordinal);
        Assert.Contains($"{Place}/tep.csv?tim=tai%20chinh", html, StringComparison.Ordinal);
        Assert.Contains("01/03/2025", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_has_the_columns_of_the_import()
    {
        _portal.Gateway.Answer(Api, new { items = new[] { Item("SNV", "Sở Nội vụ, \"mới\"") }, total = 1, page = 1, pageSize = 1000 });
        var lines = (await GetAsync($"{Place}/tep.csv")).TrimStart('\uFEFF').Split("\r\n");
        Assert.Equal("code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes", lines[0]);
        Assert.Equal("SNV,\"Sở Nội vụ, \"\"mới\"\"\",so,so,Khối sở,UBNDT,2025-03-01,,A;B", lines[1]);
    }

    [Fact]
    public async Task A_correction_is_sent_with_the_revision_that_was_read_and_a_refused_one_comes_back_as_typed()
    {
        _portal.Gateway.Answer($"PUT {Api}/{Id}", new { detail = "Đồng chí khác vừa sửa nội dung này." }, HttpStatusCode.PreconditionFailed);
        var browser = await _portal.SignedInAsync(Cancellation);
        using var answer = await PortalHost.SubmitAsync(browser, $"{Place}/{Id}/sua", $"{Place}/{Id}/sua", Record("Sở Tài chính và Đầu tư"), Cancellation);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
        Assert.Contains("value=\"Sở Tài chính và Đầu tư\"", html, StringComparison.Ordinal);
        Assert.Contains("Giữ bản của tôi", html, StringComparison.Ordinal);
        Assert.Equal("\"7\"", _portal.Gateway.Calls.Single(call => call.Method == "PUT").Headers["If-Match"]);
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_its_field_and_in_the_summary()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        var typed = Record("");
        (typed["validFrom"], typed["parentCode"]) = ("31/02/2025", "KHONGCO");
        using var answer = await PortalHost.SubmitAsync(browser, $"{Place}/{Id}/sua", $"{Place}/{Id}/sua", typed, Cancellation);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        foreach (var name in (string[])["name", "validFrom", "parentCode"])
        {
            Assert.Contains($"href=\"#f-{name}\"", html, StringComparison.Ordinal);
            Assert.Contains($"id=\"f-{name}-error\"", html, StringComparison.Ordinal);
        }

        Assert.Contains("Không có đơn vị mang mã KHONGCO", html, StringComparison.Ordinal);
        Assert.DoesNotContain(_portal.Gateway.Calls, call => call.Method == "PUT");
    }

    [Theory]
    [InlineData("sua", "validTo", "validTo")]
    [InlineData("sua", "parentId", "parentCode")]
    [InlineData("sua", "predecessorIds", "predecessorCodes")]
    [InlineData("doi-ten", "code", "code")]
    [InlineData("tach", "code", "units")]
    public async Task A_broken_rule_stands_beside_the_field_it_speaks_of_and_the_field_has_the_focus(string page, string member, string field)
    {
        var refusal = new { status = 409, detail = "Chưa nhận được mục này.", code = "unit.thu", details = Array.Empty<string>(), field = member };
        foreach (var call in (string[])[$"PUT {Api}/{Id}", $"POST {Api}/{Id}/renaming", $"POST {Api}/{Id}/splits"])
        {
            _portal.Gateway.Answer(call, refusal, HttpStatusCode.Conflict);
        }

        var browser = await _portal.SignedInAsync(Cancellation);
        var typed = Record("Sở Tài chính mới");
        (typed["code"], typed["on"], typed["units"]) = ("STCM", "2026-01-01", "A; Đơn vị A\nB; Đơn vị B");
        (typed["parentCode"], typed["predecessorCodes"]) = ("", "");
        using var answer = await PortalHost.SubmitAsync(browser, $"{Place}/{Id}/{page}", $"{Place}/{Id}/{page}", typed, Cancellation);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"<p class=\"field-error\" id=\"f-{field}-error\">Chưa nhận được mục này.</p>", html, StringComparison.Ordinal);
        var wrong = Assert.Single(Focused().Matches(html)).Value;
        Assert.Contains($"id=\"f-{field}\"", wrong, StringComparison.Ordinal);
        Assert.Contains($"f-{field}-error\" aria-invalid=\"true\"", wrong, StringComparison.Ordinal);
        Assert.Contains(page == "tach" ? "Đơn vị B" : "Sở Tài chính mới", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_shown_line_by_line_and_stored_only_when_confirmed()
    {
        _portal.Gateway.Answer($"{Api}/import", new
        {
            created = new[] { new { line = 2, code = "X1", name = "Xã Một" } }, updated = new[] { new { line = 3, code = "X2", name = "Xã Hai", changes = new[] { "tên: Xã 2 → Xã Hai" } } },
            unchanged = 5, newTypes = Array.Empty<string>(), errors = new { }, warnings = new { },
        });
        var browser = await _portal.SignedInAsync(Cancellation);
        var form = await browser.GetStringAsync(new Uri($"{Place}/nhap", UriKind.Relative), Cancellation);
        using var content = new MultipartFormDataContent
        {
            { new StringContent(Token().Match(form).Groups["token"].Value), "__RequestVerificationToken" },
            { new ByteArrayContent("code,name"u8.ToArray()), "file", "xa.csv" },
        };
        using var preview = await browser.PostAsync(new Uri($"{Place}/nhap", UriKind.Relative), content, Cancellation);
        var html = await preview.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("tên: Xã 2 → Xã Hai", html, StringComparison.Ordinal);
        Assert.Contains("Dòng 2: Xã Một (X1)", html, StringComparison.Ordinal);
        Assert.Contains("preview=true", Assert.Single(_portal.Gateway.CallsTo($"{Api}/import")).Path, StringComparison.Ordinal);

        _portal.Gateway.Answer($"{Api}/import", new { created = 1, updated = 1, unchanged = 5 });
        using var done = await PortalHost.SubmitAsync(
            browser, $"{Place}/nhap", $"{Place}/nhap/xac-nhan", new() { ["name"] = "xa.csv", ["content"] = Convert.ToBase64String("code,name"u8), ["createTypes"] = "false" }, Cancellation);
        Assert.Contains("Đã lưu: thêm 1, sửa 1, không đổi 5 đơn vị.", await done.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        var stored = _portal.Gateway.CallsTo($"{Api}/import").Last();
        Assert.Equal(("code,name", true), (stored.Body, stored.Path.Contains("preview=false", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_split_names_what_is_left_to_do()
    {
        _portal.Gateway.Answer($"{Api}/{Id}/splits", new { units = Array.Empty<object>(), warnings = new[] { "Xã Giữa (X1) vẫn trực thuộc đơn vị đã hết hiệu lực." } });
        var browser = await _portal.SignedInAsync(Cancellation);
        using var wrong = await PortalHost.SubmitAsync(
            browser, $"{Place}/{Id}/tach", $"{Place}/{Id}/tach", new() { ["on"] = "2025-01-01", ["units"] = "A; Huyện Bắc\nHuyện Nam" }, Cancellation);
        Assert.Contains("“Huyện Nam” phải có mã và tên", await wrong.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using var done = await PortalHost.SubmitAsync(
            browser, $"{Place}/{Id}/tach", $"{Place}/{Id}/tach", new() { ["on"] = "2025-01-01", ["units"] = "A; Huyện Bắc\nB; Huyện Nam" }, Cancellation);
        Assert.Contains("Xã Giữa (X1) vẫn trực thuộc", await done.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Contains("\"code\":\"B\"", Assert.Single(_portal.Gateway.CallsTo($"{Api}/{Id}/splits")).Body, StringComparison.Ordinal);
    }

    private static object Type(string code, string name, bool governs, int units) => new { code, name, governs, position = 10, units };

    private static object Item(string code, string name) => new
    {
        id = Guid.CreateVersion7(), code, name, typeCode = "so", type = "Sở, ban, ngành", groupCode = "so", groupName = "Khối sở", parentCode = "UBNDT", parentName = "Ủy ban nhân dân tỉnh",
        validFrom = "2025-03-01", predecessorCodes = new[] { "A", "B" },
    };

    private static Dictionary<string, string> Record(string name) => new(StringComparer.Ordinal)
    {
        ["name"] = name, ["typeCode"] = "so", ["groupCode"] = "so", ["groupName"] = "", ["parentCode"] = "", ["validFrom"] = "2025-03-01", ["validTo"] = "", ["predecessorCodes"] = "", ["revision"] = "7",
    };

    private async Task<string> GetAsync(string path) => await (await _portal.SignedInAsync(Cancellation)).GetStringAsync(new Uri(path, UriKind.Relative), Cancellation);

    [GeneratedRegex("<[^>]*\\bautofocus[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Focused();

    [GeneratedRegex("<script(?![^>]*\\bsrc=)|<style|\\bstyle=|\\bon[a-z]+=\"", RegexOptions.None, 1000)]
    private static partial Regex Inline();

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
