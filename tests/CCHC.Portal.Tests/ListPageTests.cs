using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CCHC.Portal.Tests;

/// <summary>Lists of people: home affairs asks, units deliver.</summary>
public sealed partial class ListPageTests : IClassFixture<PortalHost>
{
    private static readonly (Guid Campaign, Guid Request, Guid Late, Guid Done, Guid Commune) Ids =
        (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());

    private readonly PortalHost _portal;

    public ListPageTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Roles = ["home-affairs", "unit-officer"];
        _portal.Gateway.Answer($"/api/criteria/campaigns/{Ids.Campaign}", Campaign(canManage: true));
        _portal.Gateway.Answer(Api, Board(takenOver: false));
        _portal.Gateway.Answer($"/api/survey/campaigns/{Ids.Campaign}/frames", new { campaignId = Ids.Campaign, items = Array.Empty<object>() });
        _portal.Gateway.Answer(MyApi, Mine("awaited", deliveredAt: null));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Api => $"/api/survey/campaigns/{Ids.Campaign}/list-requests";

    private static string MyApi => "/api/survey/list-requests";

    private static string Place => $"/dieu-tra/{Ids.Campaign}/danh-sach";

    private static string BoardPlace => $"{Place}/{Ids.Request}";

    private static string MyPlace => "/dieu-tra/danh-sach";

    [Fact]
    public async Task Pages_about_lists_link_to_one_another_and_have_nothing_inline()
    {
        foreach (var (path, place, expected) in new[]
        {
            ($"/dieu-tra/{Ids.Campaign}/khung-mau", "/dieu-tra", $"href=\"{Place}\""), (Place, "/dieu-tra", $"href=\"{BoardPlace}\""), (BoardPlace, "/dieu-tra", "Người nộp hồ sơ"), (MyPlace, MyPlace, "Người nộp hồ sơ"),
        })
        {
            var html = await GetAsync(path);
            Assert.Contains($"href=\"{place}\" aria-current=\"page\"", html, StringComparison.Ordinal);
            Assert.Contains(expected, html, StringComparison.Ordinal);
            Assert.DoesNotMatch(Inline(), html);
        }
    }

    [Fact]
    public async Task The_button_of_a_group_ticks_its_units_and_keeps_what_was_typed()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        var typed = Wish();
        (typed["units"], typed["deed"]) = (Ids.Commune.ToString(), "all:so");
        using var answer = await PortalHost.SubmitAsync(browser, Place, Place, typed, Cancellation);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([Ids.Done, Ids.Late, Ids.Commune], Ticked().Matches(html).Select(match => Guid.Parse(match.Groups["unit"].Value)));
        Assert.Contains("đã chọn 3/3", html, StringComparison.Ordinal);
        Assert.Contains("value=\"Người nhận kết quả\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain(_portal.Gateway.Calls, call => call.Method == "POST" && call.Path == Api);

        (typed["units"], typed["deed"]) = (Ids.Done.ToString(), "none:so");
        using var none = await PortalHost.SubmitAsync(browser, Place, Place, typed, Cancellation);
        Assert.Empty(Ticked().Matches(await none.Content.ReadAsStringAsync(Cancellation)));
    }

    [Fact]
    public async Task A_request_is_sent_as_typed_and_a_refused_one_says_so_beside_its_field()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        _portal.Gateway.Answer($"POST {Api}", new { id = Ids.Request, units = 1 }, HttpStatusCode.Created);
        var typed = Wish();
        (typed["units"], typed["wanted"]) = (Ids.Commune.ToString(), "1.200,0");
        using var sent = await PortalHost.SubmitAsync(browser, Place, Place, typed, Cancellation);
        Assert.Equal(Place, sent.Headers.Location?.OriginalString);
        var body = JsonDocument.Parse(_portal.Gateway.Calls.Single(call => call.Method == "POST" && call.Path == Api).Body).RootElement;
        Assert.Equal(("2026-11-30", 1200, Ids.Commune), (body.GetProperty("dueOn").GetString(), body.GetProperty("wanted").GetInt32(), body.GetProperty("unitIds")[0].GetGuid()));

        _portal.Gateway.Answer($"POST {Api}", new { detail = "Hạn nộp phải từ hôm nay trở đi.", errors = new { dueOn = new[] { "Hạn nộp phải từ hôm nay trở đi." } } }, HttpStatusCode.BadRequest);
        using var refused = await PortalHost.SubmitAsync(browser, Place, Place, typed, Cancellation);
        var html = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("id=\"f-dueOn-error\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"1.200,0\"", html, StringComparison.Ordinal);

        (typed["dueOn"], typed["wanted"], typed["name"]) = ("", "nhiều", " ");
        typed.Remove("units");
        using var wrong = await PortalHost.SubmitAsync(browser, Place, Place, typed, Cancellation);
        html = await wrong.Content.ReadAsStringAsync(Cancellation);
        Assert.All((string[])["name", "dueOn", "wanted", "unitIds"], field => Assert.Contains($"href=\"#f-{field}\"", html, StringComparison.Ordinal));
        Assert.Equal(2, _portal.Gateway.Calls.Count(call => call.Method == "POST" && call.Path == Api));
    }

    [Theory]
    [InlineData("", "Sở Nội vụ,Sở Y tế,Đặc khu Ánh")]
    [InlineData("?loc=chua-nop", "Sở Y tế,Đặc khu Ánh")]
    [InlineData("?loc=muon", "Sở Y tế")]
    [InlineData("?loc=thieu", "Sở Nội vụ,Sở Y tế,Đặc khu Ánh")]
    [InlineData("?sap=ten", "Đặc khu Ánh,Sở Nội vụ,Sở Y tế")]
    [InlineData("?sap=nguoi", "Sở Nội vụ,Đặc khu Ánh,Sở Y tế")]
    [InlineData("?sap=luc-nop", "Sở Nội vụ,Đặc khu Ánh,Sở Y tế")]
    [InlineData("?loc=chua-nop&sap=ten", "Đặc khu Ánh,Sở Y tế")]
    public async Task The_board_shows_whom_was_asked_for_in_the_order_that_was_asked_for(string query, string names)
    {
        var html = await GetAsync(BoardPlace + query);
        Assert.Equal(names.Split(','), RowHead().Matches(html).Select(match => match.Groups["name"].Value));
        Assert.Equal(names.Contains("Sở Nội vụ", StringComparison.Ordinal), html.Contains("18/20", StringComparison.Ordinal));
        Assert.Equal(query.Contains("loc", StringComparison.Ordinal), SortLink().IsMatch(html)); // a column's link keeps the filter
    }

    [Fact]
    public async Task Lists_become_a_frame_once_and_a_refusal_stays_on_the_board()
    {
        Assert.Contains("còn 2 đơn vị chưa nộp", await GetAsync(BoardPlace), StringComparison.Ordinal);
        var browser = await _portal.SignedInAsync(Cancellation);
        _portal.Gateway.Answer($"{MyApi}/{Ids.Request}/frame", new { detail = "Mỗi yêu cầu chỉ lập khung mẫu một lần.", code = "list-request.taken-over" }, HttpStatusCode.Conflict);
        using var refused = await PortalHost.SubmitAsync(browser, BoardPlace, $"{BoardPlace}/khung-mau", [], Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("Mỗi yêu cầu chỉ lập khung mẫu một lần.", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        _portal.Gateway.Answer($"{MyApi}/{Ids.Request}/frame", new { frameId = Guid.NewGuid(), people = 18, duplicates = 0 });
        using var taken = await PortalHost.SubmitAsync(browser, BoardPlace, $"{BoardPlace}/khung-mau", [], Cancellation);
        Assert.Equal($"/dieu-tra/{Ids.Campaign}/khung-mau", taken.Headers.Location?.OriginalString);

        _portal.Gateway.Answer(Api, Board(takenOver: true));
        var html = await GetAsync(BoardPlace);
        Assert.DoesNotContain($"action=\"{BoardPlace}/khung-mau\"", html, StringComparison.Ordinal);
        Assert.Contains("Xem khung mẫu", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_auditor_sees_the_board_and_no_forms()
    {
        _portal.Gateway.Roles = ["auditor"];
        _portal.Gateway.Answer($"/api/criteria/campaigns/{Ids.Campaign}", Campaign(canManage: false));
        foreach (var path in (string[])[Place, BoardPlace])
        {
            Assert.DoesNotContain($"action=\"{path}", (await GetAsync(path)).Replace($"<form method=\"get\" action=\"{path}\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("nguoi.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    [InlineData("nguoi.csv", "text/csv")]
    public async Task A_units_file_goes_on_as_what_it_is_and_wrong_lines_stand_at_its_request(string name, string type)
    {
        var put = $"{MyApi}/{Ids.Request}/units/{Ids.Commune}/list";
        _portal.Gateway.Answer(put, new { people = 1, duplicates = 0, wanted = 20, deliveredAt = DateTimeOffset.UtcNow, late = false });
        using var taken = await SendFileAsync($"{MyPlace}/{Ids.Request}/{Ids.Commune}", MyPlace, name);
        Assert.Equal($"{MyPlace}#yc-{Ids.Request:N}-{Ids.Commune:N}", taken.Headers.Location?.OriginalString);
        var call = Assert.Single(_portal.Gateway.CallsTo(put));
        Assert.Equal(("PUT", "An", type), (call.Method, call.Body, call.ContentType));

        _portal.Gateway.Answer(put, new { detail = "Danh sách chưa đúng.", errors = new Dictionary<string, string[]> { ["line 3"] = ["Dòng 3: Thiếu họ tên (cột name)."] } }, HttpStatusCode.BadRequest);
        using var refused = await SendFileAsync($"{MyPlace}/{Ids.Request}/{Ids.Commune}", MyPlace, name);
        var html = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("Dòng 3: Thiếu họ tên", html, StringComparison.Ordinal);

        // The frame's own form does the same.
        var post = $"/api/survey/campaigns/{Ids.Campaign}/frames";
        _portal.Gateway.Answer($"POST {post}", new { id = Guid.NewGuid(), people = 1, duplicates = 0 });
        using var frame = await SendFileAsync($"/dieu-tra/{Ids.Campaign}/khung-mau", $"/dieu-tra/{Ids.Campaign}/khung-mau", name);
        Assert.Equal(type, _portal.Gateway.CallsTo(post).Single(sent => sent.Method == "POST").ContentType);
    }

    [Fact]
    public async Task A_unit_sees_what_waits_at_home_and_what_is_closed_takes_no_file()
    {
        _portal.Gateway.Roles = ["unit-head"];
        _portal.Gateway.Answer("/api/assessment/self-assessments", new { items = Array.Empty<object>(), total = 0, page = 1, pageSize = 20 });
        _portal.Gateway.Answer("/api/criteria/notices", new { items = Array.Empty<object>() });
        Assert.Contains($"href=\"{MyPlace}#yc-{Ids.Request:N}-{Ids.Commune:N}\"", await GetAsync("/bang-viec"), StringComparison.Ordinal);

        _portal.Gateway.Answer(MyApi, Mine("delivered", DateTimeOffset.Parse("2026-11-20T07:05:00Z", System.Globalization.CultureInfo.InvariantCulture)));
        var delivered = await GetAsync(MyPlace);
        Assert.Contains("Trần Bình nộp lúc 20/11/2026 14:05: 18 người, đã bỏ 2 dòng trùng.", delivered, StringComparison.Ordinal);
        Assert.Contains("còn thiếu 2 người", delivered, StringComparison.Ordinal);
        Assert.Contains("Nộp thay danh sách", delivered, StringComparison.Ordinal);
        Assert.DoesNotContain($"#yc-{Ids.Request:N}", await GetAsync("/bang-viec"), StringComparison.Ordinal);

        _portal.Gateway.Answer(MyApi, Mine("closed", DateTimeOffset.UtcNow));
        Assert.DoesNotContain("type=\"file\"", await GetAsync(MyPlace), StringComparison.Ordinal);
        _portal.Gateway.Answer(MyApi, new { items = Array.Empty<object>() });
        Assert.Contains("Chưa có yêu cầu nào", await GetAsync(MyPlace), StringComparison.Ordinal);
        Assert.Equal("\uFEFFHọ tên,Liên hệ,Tầng,Cụm,Mã đơn vị\r\n", Encoding.UTF8.GetString(await (await _portal.SignedInAsync(Cancellation)).GetByteArrayAsync(new Uri($"{MyPlace}/mau.csv", UriKind.Relative), Cancellation)));
    }

    private static object Campaign(bool canManage) => new { id = Ids.Campaign, name = "Kỳ 2026", year = 2026, practice = false, canManage };

    private static object Board(bool takenOver) => new
    {
        campaignId = Ids.Campaign,
        units = new[]
        {
            new { unitId = Ids.Done, code = "SO-1", name = "Sở Nội vụ", groupCode = "so", groupName = "Khối sở" }, new { unitId = Ids.Late, code = "SO-2", name = "Sở Y tế", groupCode = "so", groupName = "Khối sở" },
            new { unitId = Ids.Commune, code = "XA-1", name = "Đặc khu Ánh", groupCode = "xa", groupName = "Khối xã" },
        },
        items = new[]
        {
            new
            {
                id = Ids.Request, name = "Người nộp hồ sơ", guidance = "Quý III", dueOn = "2026-11-20", wanted = 20, askedBy = "Sở Nội vụ", askedAt = DateTimeOffset.UnixEpoch,
                takenOverAt = takenOver ? DateTimeOffset.UnixEpoch : (DateTimeOffset?)null, takenOverBy = takenOver ? "Sở Nội vụ" : null,
                units = new object[]
                {
                    new { unitId = Ids.Commune, code = "XA-1", name = "Đặc khu Ánh", groupCode = "xa", groupName = "Khối xã", people = 0, duplicates = 0, late = false },
                    new { unitId = Ids.Late, code = "SO-2", name = "Sở Y tế", groupCode = "so", groupName = "Khối sở", people = 0, duplicates = 0, late = true },
                    new { unitId = Ids.Done, code = "SO-1", name = "Sở Nội vụ", groupCode = "so", groupName = "Khối sở", people = 18, duplicates = 0, deliveredBy = "Trần Bình", deliveredAt = DateTimeOffset.UnixEpoch, late = false },
                },
            },
        },
    };

    private static object Mine(string state, DateTimeOffset? deliveredAt) => new
    {
        items = new[]
        {
            new
            {
                id = Ids.Request, campaignId = Ids.Campaign, campaignName = "Kỳ 2026", practice = false, name = "Người nộp hồ sơ", guidance = "Quý III", dueOn = "2026-11-20", wanted = 20, askedBy = "Sở Nội vụ",
                unitId = Ids.Commune, unitName = "Đặc khu Ánh", state, late = false, people = deliveredAt is null ? 0 : 18, duplicates = deliveredAt is null ? 0 : 2, deliveredBy = deliveredAt is null ? null : "Trần Bình", deliveredAt,
            },
        },
    };

    private static Dictionary<string, string> Wish() => new(StringComparer.Ordinal) { ["name"] = "Người nhận kết quả", ["guidance"] = "Quý III", ["dueOn"] = "2026-11-30", ["wanted"] = "20" };

    private async Task<HttpResponseMessage> SendFileAsync(string action, string page, string name)
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        var form = await browser.GetStringAsync(new Uri(page, UriKind.Relative), Cancellation);
        using var content = new MultipartFormDataContent
        {
            { new StringContent(Token().Match(form).Groups["token"].Value), "__RequestVerificationToken" }, { new StringContent("Khung"), "name" }, { new StringContent("Nguồn"), "source" },
            { new ByteArrayContent("An"u8.ToArray()), "file", name },
        };
        return await browser.PostAsync(new Uri(action, UriKind.Relative), content, Cancellation);
    }

    private async Task<string> GetAsync(string path) => await (await _portal.SignedInAsync(Cancellation)).GetStringAsync(new Uri(path, UriKind.Relative), Cancellation);

    [GeneratedRegex("name=\"units\" value=\"(?<unit>[^\"]+)\" checked", RegexOptions.None, 1000)]
    private static partial Regex Ticked();

    [GeneratedRegex("<th scope=\"row\">(?<name>[^<]+)</th>", RegexOptions.None, 1000)]
    private static partial Regex RowHead();

    [GeneratedRegex("<th[^>]*><a href=\"[^\"]*\\?loc=[^\"]*sap=ten\"", RegexOptions.None, 1000)]
    private static partial Regex SortLink();

    [GeneratedRegex("<script(?![^>]*\\bsrc=)|<style|\\bstyle=|\\bon[a-z]+=\"", RegexOptions.None, 1000)]
    private static partial Regex Inline();

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
