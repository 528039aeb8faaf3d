using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CCHC.Portal.SurveyChannels;

namespace CCHC.Portal.Tests;

/// <summary>Codes, labels, links, enumerators and files.</summary>
public sealed partial class SurveyChannelTests : IClassFixture<PortalHost>
{
    private readonly PortalHost _portal;

    public SurveyChannelTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Roles = ["home-affairs"];
        _portal.Gateway.Answer(Api, ChannelSamples.Fielded());
        _portal.Gateway.Answer($"{Api}/invitations", ChannelSamples.Invitations());
        _portal.Gateway.Answer($"GET {Api}/reminders", new { items = new[] { new { at = new DateTimeOffset(2026, 11, 21, 1, 30, 0, TimeSpan.Zero), by = "Lê Lan", people = 75 } } });
        _portal.Gateway.Answer($"/api/survey/campaigns/{ChannelSamples.Campaign}/frames", ChannelSamples.Frames());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Api => ChannelSamples.Api;

    private static string Codes => $"{ChannelSamples.Page}/phat-ma";

    [Fact]
    public void A_code_is_drawn_as_the_standard_says_with_its_quiet_zone()
    {
        // 46 bytes: more than the 42 of version 3-M, at most the 62 of version 4-M (ISO/IEC 18004, table 7); version 4 has 33 modules a side.
        const int Quiet = 4;
        const int Side = 33;
        var symbol = QrSymbol.Of("https://cchc.tinh.gov.vn/khao-sat/ABCDEFGHJKMN");
        Assert.Equal(Side + (2 * Quiet), symbol.Size);

        var dark = new HashSet<(int X, int Y)>();
        foreach (Match run in Run().Matches(symbol.Path))
        {
            var (x, y, length) = (Number(run, "x"), Number(run, "y"), Number(run, "length"));
            dark.UnionWith(Enumerable.Range(x - Quiet, length).Select(column => (column, y - Quiet)));
        }

        Assert.All(dark, module => Assert.True(module is { X: >= 0 and < Side, Y: >= 0 and < Side }));
        string[] finder = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"];
        foreach (var (left, top) in ((int, int)[])[(0, 0), (Side - 7, 0), (0, Side - 7)])
        {
            Assert.Equal(finder, Enumerable.Range(0, 7).Select(y => string.Concat(Enumerable.Range(0, 7).Select(x => dark.Contains((left + x, top + y)) ? '#' : '.'))));
        }

        Assert.All(Enumerable.Range(8, Side - 16), i => Assert.Equal((i % 2 == 0, i % 2 == 0), (dark.Contains((i, 6)), dark.Contains((6, i))))); // timing patterns
        Assert.Contains((8, (4 * 4) + 9), dark); // the module that is always dark

        static int Number(Match match, string part) => int.Parse(match.Groups[part].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Ten_labels_make_a_page_and_say_nobodys_name()
    {
        _portal.Gateway.Answer($"{Api}/invitations/labels", ChannelSamples.Labels(25));
        var html = await GetAsync($"{ChannelSamples.Page}/nhan-ma?tu=1&den=25");

        Assert.Equal([10, 10, 5], html.Split("<div class=\"label-sheet\">").Skip(1).Select(sheet => sheet.Split("class=\"code-label\"").Length - 1));
        Assert.Contains("from=1&to=25", _portal.Gateway.CallsTo($"{Api}/invitations/labels").Single().Path, StringComparison.Ordinal);
        Assert.Contains(">ABCD-EFGH-0007<", html, StringComparison.Ordinal);
        Assert.Contains(QrSymbol.Of("http://localhost/khao-sat/ABCDEFGH0007").Path, html, StringComparison.Ordinal);
        Assert.Contains(">localhost/khao-sat<", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Người thứ 7", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline(), html);
    }

    [Fact]
    public async Task For_envelopes_the_names_are_printed_too()
    {
        _portal.Gateway.Answer($"{Api}/invitations/labels", ChannelSamples.Labels(3));
        Assert.Contains("class=\"code-label-person\">Người thứ 3<", await GetAsync($"{ChannelSamples.Page}/nhan-ma?ten=1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shared_links_are_absolute_and_have_one_for_a_kiosk()
    {
        var html = await GetAsync($"{ChannelSamples.Page}/duong-dan");

        Assert.Contains(">http://localhost/khao-sat/ABCDE12345<", html, StringComparison.Ordinal);
        Assert.Contains(">http://localhost/khao-sat/ABCDE12345?kiosk=1<", html, StringComparison.Ordinal);
        Assert.Contains(QrSymbol.Of("http://localhost/khao-sat/ABCDE12345").Path, html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline(), html);
    }

    [Fact]
    public async Task Codes_are_good_to_the_end_of_the_day_and_small_cells_are_told_in_words()
    {
        _portal.Gateway.Answer($"POST {Api}/invitations", new
        {
            issued = 286, smallCells = new object[] { new { stratum = "Xã", cluster = "Nông Cống", unitName = "Xã Nông Cống", people = 3 } },
        });
        var browser = await _portal.SignedInAsync(Cancellation);
        using var issued = await PortalHost.SubmitAsync(
            browser, Codes, $"{Codes}/cap", new() { ["drawId"] = $"{ChannelSamples.Draw}", ["respondentGroup"] = "ND", ["expiresAt"] = "2026-12-31" }, Cancellation);
        var html = await issued.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, issued.StatusCode);
        var sent = Sent("POST", $"{Api}/invitations");
        Assert.Equal(ChannelSamples.Draw, sent.GetProperty("drawId").GetGuid());
        Assert.Equal(new DateTimeOffset(2026, 12, 31, 17, 0, 0, TimeSpan.Zero), sent.GetProperty("expiresAt").GetDateTimeOffset()); // midnight in Việt Nam
        Assert.Contains("Đã cấp mã cho 286 người.", html, StringComparison.Ordinal);
        Assert.Contains("Xã, cụm Nông Cống, Xã Nông Cống: 3 người", html, StringComparison.Ordinal);
        Assert.Contains("kết quả ở đó không được công bố, và phiếu của họ không ghi cụm", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draw_that_was_not_chosen_is_asked_for_and_the_rest_stays_typed()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        using var refused = await PortalHost.SubmitAsync(browser, Codes, $"{Codes}/cap", new() { ["drawId"] = "", ["respondentGroup"] = "DB", ["expiresAt"] = "2026-12-31" }, Cancellation);
        var html = await refused.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("href=\"#f-drawId\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"2026-12-31\"", html, StringComparison.Ordinal);
        Assert.Matches("<option value=\"DB\" selected", html);
        Assert.DoesNotContain(_portal.Gateway.CallsTo($"{Api}/invitations"), call => call.Method == "POST");
    }

    [Fact]
    public async Task The_list_of_codes_keeps_its_filter_and_shows_answers_by_stratum()
    {
        var html = await GetAsync($"{Codes}?tt=cho&tang=X%C3%A3&trang=2");

        Assert.Contains("page=2&pageSize=50&state=Open&stratum=X%C3%A3", Assert.Single(_portal.Gateway.CallsTo($"{Api}/invitations")).Path, StringComparison.Ordinal);
        Assert.Contains("?tt=cho&amp;tang=X%C3%A3&amp;trang=3#danh-sach", html, StringComparison.Ordinal);
        Assert.Contains("40,00 %", html, StringComparison.Ordinal);
        Assert.Contains("40/100", html, StringComparison.Ordinal);
        Assert.Contains("Đợt 1: 21/11/2026 08:30, Lê Lan, 75 người", html, StringComparison.Ordinal);
        Assert.Contains($"action=\"{Codes}/12/thay\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain($"action=\"{Codes}/13/thay\"", html, StringComparison.Ordinal); // has answered
        Assert.DoesNotMatch(Inline(), html);
    }

    [Fact]
    public async Task A_person_is_replaced_by_the_next_reserve_or_it_is_said_that_there_is_none()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        _portal.Gateway.Answer($"POST {Api}/invitations/12/replacement", new { serial = 301 });
        using var replaced = await PortalHost.SubmitAsync(browser, Codes, $"{Codes}/12/thay", [], Cancellation);
        Assert.Equal($"{Codes}?thay=12&moi=301", replaced.Headers.Location?.OriginalString);
        var html = await browser.GetStringAsync(replaced.Headers.Location, Cancellation);
        Assert.Contains("Số 12 đã được thay bằng số 301", html, StringComparison.Ordinal);
        Assert.Contains("/nhan-ma?tu=301&amp;den=301", html, StringComparison.Ordinal);

        _portal.Gateway.Answer($"POST {Api}/invitations/12/replacement", new { code = "invitation.no-reserve", detail = "Tầng Xã không còn mẫu dự phòng." }, HttpStatusCode.Conflict);
        using var refused = await PortalHost.SubmitAsync(browser, Codes, $"{Codes}/12/thay", [], Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("Tầng Xã không còn mẫu dự phòng.", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_for_reminding_is_handed_on_and_counted_once()
    {
        _portal.Gateway.AnswerWith($"POST {Api}/reminders", () => new HttpResponseMessage
        {
            Content = new StringContent("serial,name\n12,Phạm Hoa\n", Encoding.UTF8, "text/csv") { Headers = { { "Content-Disposition", "attachment; filename=nhac-tra-loi.csv" } } },
        });
        var browser = await _portal.SignedInAsync(Cancellation);
        using var file = await PortalHost.SubmitAsync(browser, Codes, $"{Codes}/nhac", [], Cancellation);

        Assert.Equal("serial,name\n12,Phạm Hoa\n", await file.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("nhac-tra-loi.csv", file.Content.Headers.ContentDisposition?.FileName);
        Assert.Single(_portal.Gateway.CallsTo($"{Api}/reminders"), call => call.Method == "POST");

        _portal.Gateway.Answer($"POST {Api}/reminders", new { code = "reminder.nobody", detail = "Không còn ai phải nhắc." }, HttpStatusCode.Conflict);
        using var refused = await PortalHost.SubmitAsync(browser, Codes, $"{Codes}/nhac", [], Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("Không còn ai phải nhắc.", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_auditor_reads_the_codes_without_forms()
    {
        _portal.Gateway.Roles = ["auditor"];
        var html = await GetAsync(Codes);

        Assert.Contains("Nông Cống", html, StringComparison.Ordinal);
        Assert.DoesNotContain($"action=\"{Codes}/", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_survey_of_another_campaign_is_not_found()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        using var page = await browser.GetAsync(new Uri(Codes.Replace($"{ChannelSamples.Campaign}", $"{Guid.NewGuid()}", StringComparison.Ordinal), UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }

    [Fact]
    public async Task Enumerators_are_assigned_in_one_form_and_one_without_the_role_any_more_is_kept()
    {
        var (hoa, binh, old) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        _portal.Gateway.Answer("/api/identity/accounts", new
        {
            items = new[] { Account(hoa, "hoa", "Phạm Hoa"), Account(binh, "binh", "Trần Bình") }, total = 2, page = 1, pageSize = 1000,
        });
        _portal.Gateway.Answer($"{Api}/enumerators", new
        {
            items = new[] { new { accountId = old, userName = "cu", name = "Đỗ Văn Cũ", strata = new[] { "Xã" }, clusters = Array.Empty<string>() } }, strata = new[] { "Phường", "Xã" }, clusters = new[] { "Nông Cống" },
        });
        var browser = await _portal.SignedInAsync(Cancellation);
        var page = $"{ChannelSamples.Page}/dieu-tra-vien";
        var html = await browser.GetStringAsync(new Uri(page, UriKind.Relative), Cancellation);
        Assert.Contains("role=enumerator", _portal.Gateway.CallsTo("/api/identity/accounts").Single().Path, StringComparison.Ordinal);
        Assert.Matches($"name=\"strata:{old}\" value=\"Xã\" checked", html);
        Assert.DoesNotMatch(Inline(), html);

        using var saved = await PortalHost.SubmitAsync(
            browser, page, page, new() { ["account"] = $"{hoa}", [$"strata:{hoa}"] = "Phường", [$"clusters:{hoa}"] = "Nông Cống", [$"strata:{binh}"] = "Xã" }, Cancellation);
        Assert.Equal($"{page}?luu=1", saved.Headers.Location?.OriginalString);
        var item = Assert.Single(Sent("PUT", $"{Api}/enumerators").GetProperty("items").EnumerateArray());
        Assert.Equal((hoa, "hoa", "Phạm Hoa"), (item.GetProperty("accountId").GetGuid(), item.GetProperty("userName").GetString(), item.GetProperty("name").GetString()));
        Assert.Equal(["Phường", "Nông Cống"], item.GetProperty("strata").EnumerateArray().Concat(item.GetProperty("clusters").EnumerateArray()).Select(place => place.GetString()));

        static object Account(Guid id, string userName, string displayName) => new { id, userName, displayName, locked = false, grants = new[] { new { role = "enumerator" } } };
    }

    [Fact]
    public async Task A_file_of_answers_goes_on_as_it_is_and_wrong_lines_come_back_in_order()
    {
        var page = $"{ChannelSamples.Page}/nhap-tep";
        var browser = await _portal.SignedInAsync(Cancellation);
        _portal.Gateway.Answer($"POST {Api}/submissions/import", new { forms = 2, answers = 9, repeated = 1 });
        var html = await UploadAsync(browser, page, "form_no,respondent_group\n1,ND\n", HttpStatusCode.OK);
        Assert.Equal("form_no,respondent_group\n1,ND\n", Assert.Single(_portal.Gateway.CallsTo($"{Api}/submissions/import")).Body);
        Assert.Contains("Đã nhận 2 phiếu với 9 câu trả lời.", html, StringComparison.Ordinal);
        Assert.Contains("1 phiếu đã có từ trước", html, StringComparison.Ordinal);

        _portal.Gateway.Answer($"POST {Api}/submissions/import", new
        {
            detail = "Tệp câu trả lời chưa đúng; chưa ghi nhận gì.",
            errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["line 10"] = ["Không có nhóm người trả lời XX."], ["line 9"] = ["Không có phương án trả lời Z."] },
        }, HttpStatusCode.BadRequest);
        html = await UploadAsync(browser, page, "x", HttpStatusCode.BadRequest);
        Assert.Matches("(?s)Dòng 9: Không có phương án trả lời Z\\..*Dòng 10: Không có nhóm người trả lời XX\\.", html);
    }

    private static async Task<string> UploadAsync(HttpClient browser, string page, string csv, HttpStatusCode expected)
    {
        var token = Token().Match(await browser.GetStringAsync(new Uri(page, UriKind.Relative), Cancellation)).Groups["token"].Value;
        using var content = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new StringContent(csv), "file", "phieu.csv" } };
        using var answer = await browser.PostAsync(new Uri(page, UriKind.Relative), content, Cancellation);
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    private async Task<string> GetAsync(string page) => await (await _portal.SignedInAsync(Cancellation)).GetStringAsync(new Uri(page, UriKind.Relative), Cancellation);

    private JsonElement Sent(string method, string path) => JsonDocument.Parse(_portal.Gateway.CallsTo(path).Single(call => call.Method == method).Body).RootElement;

    [GeneratedRegex("M(?<x>\\d+) (?<y>\\d+)h(?<length>\\d+)v1h-\\d+z", RegexOptions.None, 1000)]
    private static partial Regex Run();

    [GeneratedRegex("<script>|<style|style=\"|onclick=", RegexOptions.None, 1000)]
    private static partial Regex Inline();

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
