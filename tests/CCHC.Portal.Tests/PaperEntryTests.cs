using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CCHC.Portal.Tests;

/// <summary>Paper forms: typed in, typed in again, put in agreement.</summary>
public sealed partial class PaperEntryTests : IClassFixture<PortalHost>
{
    private readonly PortalHost _portal;

    public PaperEntryTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Roles = ["enumerator"];
        _portal.Gateway.Answer(Forms, ChannelSamples.PaperForms());
        _portal.Gateway.Answer($"{ChannelSamples.Api}/preview", ChannelSamples.Questionnaire("one"));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Forms => $"{ChannelSamples.Api}/paper-forms";

    private static string Page => $"{ChannelSamples.Page}/phieu-giay";

    private static string Entry => $"{Page}/nhap";

    [Fact]
    public async Task An_enumerator_finds_own_surveys_and_the_way_to_their_paper_forms()
    {
        _portal.Gateway.Answer("/api/survey/field/lists", new
        {
            items = new[] { new { surveyId = ChannelSamples.Survey, campaignId = ChannelSamples.Campaign, surveyName = "Đo lường sự hài lòng 2026", status = "open", people = 30, answered = 12 } },
        });
        var html = await GetAsync("/dieu-tra/cua-toi");

        Assert.Contains($"href=\"{Entry}\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/dieu-tra/may-tinh-bang\"", html, StringComparison.Ordinal);
        Assert.Contains("12/30", html, StringComparison.Ordinal);
        Assert.Matches("<a href=\"/dieu-tra/cua-toi\" aria-current=\"page\">", html);
        Assert.DoesNotContain("<a href=\"/dieu-tra\">", html, StringComparison.Ordinal); // home affairs' place
    }

    [Fact]
    public async Task The_list_says_how_often_two_typists_differed_and_offers_the_second_entry_to_others_only()
    {
        var html = await GetAsync($"{Page}?tt=cho");

        Assert.Contains("state=AwaitingSecond", _portal.Gateway.CallsTo(Forms).Single().Path, StringComparison.Ordinal);
        Assert.Contains("1,50 %", html, StringComparison.Ordinal); // 6 of 400
        Assert.Contains("6 khác nhau / 400 câu đã so", html, StringComparison.Ordinal);
        Assert.Contains("Đã nhập xong (37)", html, StringComparison.Ordinal); // 40 less 2 and 1
        Assert.Contains($"href=\"{Entry}?so=8\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain($"href=\"{Entry}?so=9\"", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"{Page}/7/thong-nhat\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/ty-le", html, StringComparison.Ordinal); // home affairs sets the share
        Assert.DoesNotMatch(Inline(), html);
    }

    [Fact]
    public async Task Home_affairs_sets_the_share_in_percent()
    {
        _portal.Gateway.Roles = ["home-affairs"];
        _portal.Gateway.Answer($"POST {ChannelSamples.Api}/paper-settings", new { });
        var browser = await _portal.SignedInAsync(Cancellation);
        using var saved = await PortalHost.SubmitAsync(browser, Page, $"{Page}/ty-le", new() { ["share"] = "12,5" }, Cancellation);
        Assert.Equal(Page, saved.Headers.Location?.OriginalString);
        Assert.Equal(0.125m, Sent($"{ChannelSamples.Api}/paper-settings").GetProperty("doubleShare").GetDecimal());

        using var refused = await PortalHost.SubmitAsync(browser, Page, $"{Page}/ty-le", new() { ["share"] = "120" }, Cancellation);
        var html = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("value=\"120\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"#f-share\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sheet_is_typed_in_and_the_next_one_is_of_the_same_group_stratum_and_unit()
    {
        _portal.Gateway.Answer($"POST {Forms}", new { number = "12", state = "stored" });
        var browser = await _portal.SignedInAsync(Cancellation);
        using var saved = await PortalHost.SubmitAsync(browser, Entry, Entry, Sheet(), Cancellation);

        var next = $"{Entry}?da=12&kq=xong&nhom=ND&tang=X%C3%A3&dv={ChannelSamples.NongCong}";
        Assert.Equal(next, saved.Headers.Location?.OriginalString);
        var sent = Sent(Forms);
        Assert.Equal(("12", "ND", "Xã", JsonValueKind.Null), (sent.GetProperty("number").GetString(), sent.GetProperty("respondentGroup").GetString(), sent.GetProperty("stratum").GetString(), sent.GetProperty("code").ValueKind));
        var answers = sent.GetProperty("answers").EnumerateArray().ToDictionary(answer => answer.GetProperty("questionCode").GetString()!, StringComparer.Ordinal);
        Assert.Equal(5, answers.Count);
        Assert.Equal("truc-tiep", answers["KENH"].GetProperty("optionCode").GetString());
        Assert.Equal(JsonValueKind.Null, answers["KENH"].GetProperty("unitId").ValueKind);
        Assert.Equal(2.5m, answers["LAN"].GetProperty("number").GetDecimal());
        Assert.Equal("B", answers["MUON"].GetProperty("optionCodes")[0].GetString());
        Assert.Equal("Cần thêm ghế", answers["YKIEN"].GetProperty("text").GetString());
        Assert.Equal(("5", ChannelSamples.NongCong), (answers["HL1.1"].GetProperty("optionCode").GetString(), answers["HL1.1"].GetProperty("unitId").GetGuid()));

        var html = await browser.GetStringAsync(new Uri(next, UriKind.Relative), Cancellation);
        Assert.Contains("Đã nhập phiếu số 12.", html, StringComparison.Ordinal);
        Assert.Matches("<option value=\"Xã\" selected", html);
        Assert.Matches($"<option value=\"{ChannelSamples.NongCong}\" selected", html);
        Assert.DoesNotContain("Cần thêm ghế", html, StringComparison.Ordinal);
        Assert.Matches("id=\"f-number\"[^>]* autofocus", html);
        Assert.DoesNotMatch(Inline(), html);
        Assert.Empty(_portal.Gateway.CallsTo(ChannelSamples.Api)); // which an enumerator may not read
    }

    [Fact]
    public async Task Keys_are_the_codes_where_these_are_single_signs_else_the_places()
    {
        var html = await GetAsync(Entry);

        Assert.Contains("value=\"truc-tuyen\" data-key=\"2\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"K\" data-key=\"K\"", html, StringComparison.Ordinal);
        Assert.Contains("data-if=\"KENH:truc-tiep\"", html, StringComparison.Ordinal);
        Assert.Contains("Chỉ hỏi khi câu KENH trả lời: Trực tiếp", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_all_units_are_rated_each_has_its_own_row()
    {
        _portal.Gateway.Answer($"{ChannelSamples.Api}/preview", ChannelSamples.Questionnaire("all"));
        _portal.Gateway.Answer($"POST {Forms}", new { number = "13", state = "awaitingSecond" });
        var browser = await _portal.SignedInAsync(Cancellation);
        using var saved = await PortalHost.SubmitAsync(browser, $"{Entry}?nhom=DB", Entry, new()
        {
            ["number"] = "13", ["respondentGroup"] = "DB", [$"a:HL1.1:{ChannelSamples.HacThanh}"] = "1", [$"a:HL1.1:{ChannelSamples.NongCong}"] = "",
        }, Cancellation);

        Assert.Equal($"{Entry}?da=13&kq=cho&nhom=DB", saved.Headers.Location?.OriginalString);
        var answer = Assert.Single(Sent(Forms).GetProperty("answers").EnumerateArray());
        Assert.Equal(ChannelSamples.HacThanh, answer.GetProperty("unitId").GetGuid());
        Assert.Contains("group=DB", _portal.Gateway.CallsTo($"{ChannelSamples.Api}/preview").Last().Path, StringComparison.Ordinal);
        Assert.Contains("cần người khác nhập lần hai", await browser.GetStringAsync(saved.Headers.Location, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_service_refuses_stands_at_its_row_and_everything_typed_stays()
    {
        _portal.Gateway.Answer($"POST {Forms}", new
        {
            detail = "Phiếu có câu trả lời không hợp lệ; chưa ghi nhận gì.",
            errors = new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                ["answers[1]"] = ["Câu hỏi LAN: số nằm ngoài khoảng cho phép."], [$"required.HL1.1.{ChannelSamples.NongCong}"] = ["Câu này cần được trả lời."], ["stratum"] = ["Chọn tầng của phiếu."],
            },
        }, HttpStatusCode.BadRequest);
        var browser = await _portal.SignedInAsync(Cancellation);
        using var refused = await PortalHost.SubmitAsync(browser, Entry, Entry, Sheet(), Cancellation);
        var html = await refused.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Matches("(?s)href=\"#f-stratum\".*href=\"#r2\"[^>]*>LAN: .*href=\"#r5\"[^>]*>HL1\\.1: ", html);
        Assert.Matches("<fieldset class=\"entry-row missing\" id=\"r2\"", html);
        Assert.Matches("name=\"a:KENH\" value=\"truc-tiep\" data-key=\"1\" checked", html);
        Assert.Matches("name=\"a:LAN\"[^>]* value=\"2,5\"", html);
        Assert.Matches("name=\"a:MUON\" value=\"B\" data-key=\"B\" checked", html);
        Assert.Contains(">Cần thêm ghế</textarea>", html, StringComparison.Ordinal);
        Assert.Matches("id=\"f-number\"[^>]* value=\"12\"", html);
        Assert.Matches($"<option value=\"{ChannelSamples.NongCong}\" selected", html);
    }

    [Theory]
    [InlineData("paper.same-typist", "f-number")]
    [InlineData("code.used", "f-code")]
    public async Task A_broken_rule_stands_at_the_field_that_it_is_about(string code, string field)
    {
        _portal.Gateway.Answer($"POST {Forms}", new { code, detail = "Không nhận được phiếu này." }, HttpStatusCode.Conflict);
        var browser = await _portal.SignedInAsync(Cancellation);
        using var refused = await PortalHost.SubmitAsync(browser, Entry, Entry, Sheet(), Cancellation);
        var html = await refused.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains($"href=\"#{field}\"", html, StringComparison.Ordinal);
        Assert.Matches($"id=\"{field}\"[^>]* aria-invalid=\"true\"", html);
    }

    [Fact]
    public async Task A_number_that_cannot_be_read_is_asked_for_again_without_asking_the_service()
    {
        var sheet = Sheet();
        (sheet["a:LAN"], sheet["unit"]) = ("hai", "");
        var browser = await _portal.SignedInAsync(Cancellation);
        using var refused = await PortalHost.SubmitAsync(browser, Entry, Entry, sheet, Cancellation);
        var html = await refused.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("href=\"#r2\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"#f-unit\"", html, StringComparison.Ordinal);
        Assert.Matches("name=\"a:LAN\"[^>]* value=\"hai\"", html);
        Assert.DoesNotContain(_portal.Gateway.CallsTo(Forms), call => call.Method == "POST");
    }

    [Fact]
    public async Task The_second_entry_is_blind_and_leads_to_the_next_that_waits()
    {
        _portal.Gateway.Answer($"{Forms}/8", new { number = "8", respondentGroup = "ND", state = "awaitingSecond", firstBy = "Lê Lan", fields = Array.Empty<object>() });
        _portal.Gateway.Answer($"POST {Forms}", new { number = "8", state = "mismatch" });
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await browser.GetStringAsync(new Uri($"{Entry}?so=8", UriKind.Relative), Cancellation);
        Assert.Contains("Nhập lần hai – không xem được lần nhập đầu.", html, StringComparison.Ordinal);
        Assert.Contains("<input type=\"hidden\" name=\"number\" value=\"8\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"f-number\"", html, StringComparison.Ordinal);

        var sheet = Sheet();
        (sheet["number"], sheet["second"]) = ("8", "1");
        using var saved = await PortalHost.SubmitAsync(browser, $"{Entry}?so=8", Entry, sheet, Cancellation);
        Assert.Equal($"{Entry}?da=8&kq=khac&so=8", saved.Headers.Location?.OriginalString); // the list of the stand-in still holds 8
        _portal.Gateway.Answer($"{Forms}/8", new { number = "8", respondentGroup = "ND", state = "mismatch", firstBy = "Lê Lan", secondBy = "Nguyễn Văn A", fields = Array.Empty<object>() });
        using var moved = await browser.GetAsync(saved.Headers.Location, Cancellation);
        Assert.Equal($"{Page}/8/thong-nhat", moved.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Differing_entries_stand_side_by_side_and_each_has_to_be_decided()
    {
        _portal.Gateway.Answer($"{Forms}/7", new
        {
            number = "7", respondentGroup = "ND", state = "mismatch", firstBy = "Lê Lan", secondBy = "Trần Bình",
            fields = new object[]
            {
                new { questionCode = "KENH", questionText = "Nộp hồ sơ bằng cách nào?", first = "Trực tiếp", second = "Trực tiếp", differs = false },
                new { questionCode = "LAN", questionText = "Phải đến mấy lần?", first = "2", second = "", differs = true },
                new { questionCode = "HL1.1", questionText = "Hài lòng về nơi chờ", unitId = ChannelSamples.NongCong, unitName = "Xã Nông Cống", first = "Rất hài lòng", second = "Không biết", differs = true },
            },
        });
        var browser = await _portal.SignedInAsync(Cancellation);
        var page = $"{Page}/7/thong-nhat";
        var html = await browser.GetStringAsync(new Uri(page, UriKind.Relative), Cancellation);
        Assert.Contains("khác nhau 2 trong 3 câu", html, StringComparison.Ordinal);
        Assert.Contains("<details class=\"how\"><summary>1 câu giống nhau</summary>", Blank().Replace(html, "><"), StringComparison.Ordinal);
        Assert.Contains("Bỏ trống", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline(), html);

        var rating = $"c:HL1.1:{ChannelSamples.NongCong}";
        using var open = await PortalHost.SubmitAsync(browser, page, page, new() { [rating] = "second" }, Cancellation);
        html = await open.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, open.StatusCode);
        Assert.Contains("href=\"#f-1\"", html, StringComparison.Ordinal);
        Assert.Matches($"name=\"{Regex.Escape(rating)}\" value=\"second\" checked", html);
        Assert.Empty(_portal.Gateway.CallsTo($"{Forms}/7/resolution"));

        _portal.Gateway.Answer($"POST {Forms}/7/resolution", new { });
        using var resolved = await PortalHost.SubmitAsync(browser, page, page, new() { [rating] = "second", ["c:LAN"] = "first" }, Cancellation);
        Assert.Equal($"{Page}?da=7&kq=thong-nhat", resolved.Headers.Location?.OriginalString);
        var choices = Sent($"{Forms}/7/resolution").GetProperty("choices").EnumerateArray().ToList();
        Assert.Equal([("LAN", "first"), ("HL1.1", "second")], choices.Select(choice => (choice.GetProperty("questionCode").GetString(), choice.GetProperty("take").GetString())));
        Assert.Equal(ChannelSamples.NongCong, choices[1].GetProperty("unitId").GetGuid());
    }

    [Fact]
    public async Task A_survey_that_is_closed_takes_no_paper()
    {
        _portal.Gateway.Answer(Forms, ChannelSamples.PaperForms("closed"));
        var html = await GetAsync(Entry);

        Assert.Contains("Cuộc điều tra không nhận phiếu vào lúc này", html, StringComparison.Ordinal);
        Assert.DoesNotContain("data-entry", html, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Sheet() => new()
    {
        ["number"] = "12", ["respondentGroup"] = "ND", ["code"] = "", ["stratum"] = "Xã", ["unit"] = $"{ChannelSamples.NongCong}",
        ["a:KENH"] = "truc-tiep", ["a:LAN"] = "2,5", ["a:MUON"] = "B", ["a:YKIEN"] = "Cần thêm ghế", ["a:HL1.1"] = "5",
    };

    private async Task<string> GetAsync(string page) => await (await _portal.SignedInAsync(Cancellation)).GetStringAsync(new Uri(page, UriKind.Relative), Cancellation);

    private JsonElement Sent(string path) => JsonDocument.Parse(_portal.Gateway.CallsTo(path).Single(call => call.Method == "POST").Body).RootElement;

    [GeneratedRegex("<script>|<style|style=\"|onclick=", RegexOptions.None, 1000)]
    private static partial Regex Inline();

    [GeneratedRegex(">\\s+<", RegexOptions.None, 1000)]
    private static partial Regex Blank();
}
