using System.Collections;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using CCHC.Portal.Surveys;
using CCHC.Scoring;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CCHC.Portal.Tests;

/// <summary>A respondent's way through the form, with what a browser without script sends: every field of the page, and the button that was pressed.</summary>
public sealed partial class SurveyPageTests : IDisposable
{
    private const string Api = "/api/survey/forms/abc";
    private const string Answers = Api + "/answers";

    private readonly PortalHost _portal = new();

    public SurveyPageTests()
    {
        _portal.Gateway.Answer(Api, SurveySamples.Form());
        _portal.Gateway.Answer(Answers, new { }, HttpStatusCode.Created);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _portal.Dispose();

    [Fact]
    public async Task The_consent_says_who_asks_what_for_and_what_is_not_recorded_and_without_it_nothing_is_asked()
    {
        var visit = await OpenAsync("/khao-sat/abc");
        foreach (var part in (string[])["Sở Nội vụ", "91/2025/QH15", "quyền từ chối", "không ghi họ tên", "số ngẫu nhiên", "về 2 cơ quan, đơn vị"])
        {
            Assert.Contains(part, visit.Text, StringComparison.Ordinal);
        }

        await visit.PressAsync();
        Assert.Equal(HttpStatusCode.BadRequest, visit.Status);
        Assert.Contains("Cần đánh dấu đồng ý", visit.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"#dongY\"", visit.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Ông/bà đã nộp hồ sơ chưa?", visit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_is_asked_section_by_section_and_sent_once_with_everything_that_was_answered()
    {
        var visit = await BeginAsync();
        Assert.Contains("Phần 1 / 3", visit.Text, StringComparison.Ordinal);

        // Whoever has filed an application is asked how often they had to come, and sees a section more.
        await visit.PressAsync("tiep", ("c.Q1", "A"), ("c.Q3", "A"), ("c.Q3", "C"));
        Assert.Equal(HttpStatusCode.OK, visit.Status);
        Assert.Contains("Có thêm một câu hỏi", visit.Text, StringComparison.Ordinal);
        Assert.Matches("<input[^>]*id=\"c\\.Q2\"[^>]* autofocus", visit.Html);
        Assert.Contains("Phần 1 / 4", visit.Text, StringComparison.Ordinal);

        await visit.PressAsync("tiep", ("c.Q2", "2,5"));
        Assert.Contains("Phần 2 / 4", visit.Text, StringComparison.Ordinal);
        await visit.PressAsync("tiep", ("c.R1", "4"));
        Assert.Contains("Phần 3 / 4", visit.Text, StringComparison.Ordinal);
        await visit.PressAsync("tiep", ("c.M1~STC", "A"), ("c.M1~SNV", "K"));
        Assert.Contains("Phần 4 / 4", visit.Text, StringComparison.Ordinal);
        Assert.Contains("không sửa được nữa", visit.Text, StringComparison.Ordinal);
        Assert.Empty(_portal.Gateway.CallsTo(Answers));
        await visit.PressAsync("gui", ("c.T1", "Cảm ơn\r\ncán bộ"));

        Assert.Equal("/khao-sat/abc/cam-on", visit.Location);
        var sent = Sent();
        Assert.True(sent.GetProperty("consent").GetBoolean());
        Assert.Equal(3, sent.GetProperty("version").GetInt32());
        Assert.InRange(sent.GetProperty("seconds").GetInt32(), 0, 60);
        Assert.False(sent.GetProperty("kiosk").GetBoolean());
        Assert.Equal(
            ["Q1|||A", "Q2||2.5|", "Q3|||A,C", "R1|||4", $"M1|{SurveySamples.Finance}||A", $"M1|{SurveySamples.Interior}||K", "T1||Cảm ơn\ncán bộ|"],
            Lines(sent));
    }

    [Fact]
    public async Task What_is_hidden_by_a_changed_answer_is_not_sent()
    {
        var visit = await BeginAsync();
        await visit.PressAsync("tiep", ("c.Q1", "A"), ("c.Q3", "A"));
        await visit.PressAsync("tiep", ("c.Q2", "3"));
        await visit.PressAsync("lui");
        Assert.Matches("name=\"c\\.Q1\" value=\"A\" checked", visit.Html);
        Assert.Contains("value=\"3\"", visit.Html, StringComparison.Ordinal);

        await visit.PressAsync("tiep", ("c.Q1", "B"));
        Assert.Contains("Phần 2 / 3", visit.Text, StringComparison.Ordinal);
        Assert.Contains("Ý kiến về từng cơ quan", visit.Text, StringComparison.Ordinal);
        await visit.PressAsync("tiep", ("c.M1~STC", "A"), ("c.M1~SNV", "B"));
        await visit.PressAsync("gui");
        Assert.Equal(["Q1|||B", "Q3|||A", $"M1|{SurveySamples.Finance}||A", $"M1|{SurveySamples.Interior}||B"], Lines(Sent()));
    }

    [Fact]
    public async Task A_required_question_holds_the_page_and_others_are_reminded_of_and_may_stay_empty()
    {
        var visit = await BeginAsync();
        await visit.PressAsync("tiep");
        Assert.Equal(HttpStatusCode.BadRequest, visit.Status);
        Assert.Contains("<title>Lỗi: ", visit.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"#c.Q1\"", visit.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"#c.Q3\"", visit.Html, StringComparison.Ordinal);

        await visit.PressAsync("tiep", ("c.Q1", "B"));
        Assert.Equal(HttpStatusCode.BadRequest, visit.Status);
        Assert.Contains("Còn 1 câu chưa trả lời", visit.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"#c.Q3\"", visit.Html, StringComparison.Ordinal);
        Assert.Contains("Vẫn tiếp tục, bỏ trống", visit.Text, StringComparison.Ordinal);

        await visit.PressAsync("tiep-bo-trong");
        Assert.Contains("Phần 2 / 3", visit.Text, StringComparison.Ordinal);
        await visit.PressAsync("tiep", ("c.M1~SNV", "A"));
        Assert.Contains("Sở Tài chính: còn 1 câu", visit.Text, StringComparison.Ordinal);
        await visit.PressAsync("tiep-bo-trong");
        await visit.PressAsync("gui");
        Assert.Equal(["Q1|||B", $"M1|{SurveySamples.Interior}||A"], Lines(Sent()));
    }

    [Theory]
    [InlineData("hai", "Ghi một số, ví dụ 12 hoặc 12,5")]
    [InlineData("21", "Ghi một số từ 0 đến 20.")]
    [InlineData("1.250", "ghi 1250 hoặc 1,250")]
    public async Task What_is_not_a_number_in_its_range_comes_back_as_it_was_typed(string typed, string said)
    {
        var visit = await BeginAsync();
        await visit.PressAsync("tiep", ("c.Q1", "A"), ("c.Q3", "A"));
        await visit.PressAsync("tiep", ("c.Q2", typed));

        Assert.Equal(HttpStatusCode.BadRequest, visit.Status);
        Assert.Contains(said, visit.Text, StringComparison.Ordinal);
        Assert.Contains($"value=\"{typed}\"", visit.Html, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\"", visit.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_left_wrong_on_the_way_back_is_shown_before_anything_is_sent()
    {
        var visit = await BeginAsync();
        await visit.PressAsync("tiep", ("c.Q1", "A"), ("c.Q3", "A"));
        await visit.PressAsync("lui", ("c.Q2", "hai"));
        Assert.Contains("Trước khi bắt đầu", visit.Text, StringComparison.Ordinal);
        await visit.PressAsync("", ("dongY", "true"), ("phan", "IV"), ("viec", "gui"));

        Assert.Contains("Phần 1 / 4", visit.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"hai\"", visit.Html, StringComparison.Ordinal);
        Assert.Empty(_portal.Gateway.CallsTo(Answers));
    }

    [Fact]
    public async Task Who_rates_one_office_chooses_it_first_unless_the_address_names_it()
    {
        _portal.Gateway.Answer(Api, SurveySamples.Form(rates: "one"));
        var visit = await OpenAsync("/khao-sat/abc");
        await visit.PressAsync("", ("dongY", "true"));
        Assert.Contains("cơ quan, đơn vị nào?", visit.Text, StringComparison.Ordinal);
        await visit.PressAsync("tiep");
        Assert.Contains("href=\"#don-vi\"", visit.Html, StringComparison.Ordinal);
        await visit.PressAsync("tiep", ("donVi", "SNV"));
        Assert.Contains("Ý kiến về: Sở Nội vụ", visit.Text, StringComparison.Ordinal);
        await visit.PressAsync("tiep", ("c.Q1", "B"), ("c.Q3", "A"));
        Assert.Contains("name=\"c.M1~SNV\"", visit.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"c.M1~STC\"", visit.Html, StringComparison.Ordinal);

        // Another office after all: what was said of the first is not said of the second.
        await visit.PressAsync("lui", ("c.M1~SNV", "A"));
        await visit.PressAsync("lui");
        await visit.PressAsync("tiep", ("donVi", "STC"));
        await visit.PressAsync("tiep");
        await visit.PressAsync("tiep", ("c.M1~STC", "B"));
        await visit.PressAsync("gui");
        Assert.Equal(["Q1|||B", "Q3|||A", $"M1|{SurveySamples.Finance}||B"], Lines(Sent()));

        var counter = await OpenAsync("/khao-sat/abc?kiosk=1&donVi=STC");
        Assert.Contains("Ý kiến về: Sở Tài chính", counter.Text, StringComparison.Ordinal);
        await counter.PressAsync("", ("dongY", "true"));
        Assert.Contains("Phần 1 / 3", counter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_offices_stand_by_the_first_letter_of_their_own_names()
    {
        var units = Enumerable.Range(1, 12).Select(i => SurveySamples.Unit(Guid.CreateVersion7().ToString(), $"X{i}", $"Phường {(char)('A' + i)} Sơn")).ToArray();
        _portal.Gateway.Answer(Api, SurveySamples.Form(rates: "one", units: units));
        var visit = await OpenAsync("/khao-sat/abc");
        await visit.PressAsync("", ("dongY", "true"));

        Assert.Contains("href=\"#chu-B\"", visit.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"#chu-P\"", visit.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kiosk_knows_no_device_extends_its_time_on_request_and_returns_to_its_start()
    {
        _portal.Gateway.Answer(Api, SurveySamples.ShortForm());
        var visit = await OpenAsync("/khao-sat/abc?kiosk=1");
        Assert.Null(visit.Refresh);
        Assert.DoesNotContain("số ngẫu nhiên", visit.Text, StringComparison.Ordinal);
        await visit.PressAsync("", ("dongY", "true"));
        Assert.Equal("120; url=/khao-sat/abc?kiosk=1", visit.Refresh);
        Assert.Contains("sau 2 phút", visit.Text, StringComparison.Ordinal);
        Assert.Contains("no-store", visit.CacheControl, StringComparison.Ordinal);

        await visit.PressAsync("o-lai", ("c.Q1", "A"));
        Assert.Equal("1200; url=/khao-sat/abc?kiosk=1", visit.Refresh);
        Assert.Matches("value=\"A\" checked", visit.Html);
        await visit.PressAsync("gui");
        Assert.Equal("/khao-sat/abc/cam-on?kiosk=1", visit.Location);
        var call = Assert.Single(_portal.Gateway.CallsTo(Answers));
        Assert.Contains("\"device\":null", call.Body, StringComparison.Ordinal);
        Assert.Contains("\"kiosk\":true", call.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(visit.Cookies, cookie => cookie.StartsWith("cchc.khao-sat", StringComparison.Ordinal));

        var thanks = await OpenAsync(visit.Location!);
        Assert.Equal("10; url=/khao-sat/abc?kiosk=1", thanks.Refresh);
        Assert.Contains("href=\"/khao-sat/abc?kiosk=1\"", thanks.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_link_gives_the_browser_a_random_number_and_a_personal_code_does_not()
    {
        _portal.Gateway.Answer(Api, SurveySamples.ShortForm());
        var visit = await BeginAsync();
        Assert.DoesNotContain(visit.Cookies, cookie => cookie.StartsWith("cchc.khao-sat", StringComparison.Ordinal));
        Assert.Contains("private", visit.CacheControl, StringComparison.Ordinal);
        Assert.DoesNotContain("no-store", visit.CacheControl, StringComparison.Ordinal);
        await visit.PressAsync("gui", ("c.Q1", "A"));
        var cookie = Assert.Single(visit.Cookies, cookie => cookie.StartsWith("cchc.khao-sat=", StringComparison.Ordinal));
        var device = cookie.Split('=', ';')[1];
        Assert.Matches("^[0-9a-f]{32}$", device);
        foreach (var attribute in (string[])["path=/khao-sat", "httponly", "samesite=lax"])
        {
            Assert.Contains(attribute, cookie, StringComparison.OrdinalIgnoreCase);
        }

        var again = await BeginAsync(visit.Browser);
        await again.PressAsync("gui", ("c.Q1", "B"));
        Assert.All(_portal.Gateway.CallsTo(Answers), call => Assert.Contains($"\"device\":\"{device}\"", call.Body, StringComparison.Ordinal));
        Assert.Equal(2, _portal.Gateway.CallsTo(Answers).Select(call => call.Headers["Idempotency-Key"]).Distinct(StringComparer.Ordinal).Count());

        _portal.Gateway.Answer(Api, SurveySamples.ShortForm(personal: true));
        var personal = await BeginAsync(visit.Browser);
        await personal.PressAsync("gui", ("c.Q1", "B"));
        Assert.Contains("\"device\":null", _portal.Gateway.CallsTo(Answers).Last().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_key_goes_through_all_pages_so_that_a_form_sent_twice_counts_once()
    {
        _portal.Gateway.Answer(Api, SurveySamples.ShortForm());
        var visit = await BeginAsync();
        var key = visit.Field("key");
        Assert.Equal(32, key.Length);
        await visit.PressAsync("gui");
        Assert.Equal(key, visit.Field("key"));
        var page = visit.Html;
        await visit.PressAsync("gui", ("c.Q1", "A"));
        visit.GoBackTo(page);
        await visit.PressAsync("gui", ("c.Q1", "A"));

        Assert.Equal([key, key], _portal.Gateway.CallsTo(Answers).Select(call => call.Headers["Idempotency-Key"]));
    }

    [Fact]
    public async Task Whoever_is_signed_in_answers_as_nobody()
    {
        _portal.Gateway.Answer(Api, SurveySamples.ShortForm());
        var visit = await BeginAsync(await _portal.SignedInAsync(Cancellation));
        await visit.PressAsync("gui", ("c.Q1", "A"));

        Assert.Equal("/khao-sat/abc/cam-on", visit.Location);
        Assert.DoesNotContain("Nguyễn Văn A", visit.Text, StringComparison.Ordinal);
        Assert.All(_portal.Gateway.Calls.Where(call => call.Path.StartsWith("/api/survey", StringComparison.Ordinal)), call => Assert.False(call.Headers.ContainsKey("Authorization")));
    }

    [Fact]
    public async Task A_form_in_English_is_English_around_its_questions_and_stays_so()
    {
        _portal.Gateway.Answer(Api, SurveySamples.Form(language: "en"));
        var visit = await OpenAsync("/khao-sat/abc?ngonNgu=en");
        Assert.Contains("<html lang=\"en\">", visit.Html, StringComparison.Ordinal);
        Assert.Contains("I agree to take part", visit.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"/khao-sat/abc?ngonNgu=vi\" lang=\"vi\"", visit.Html, StringComparison.Ordinal);
        await visit.PressAsync("", ("dongY", "true"));
        await visit.PressAsync("tiep");
        Assert.Contains("This question needs an answer", visit.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Tiếp tục", visit.Text, StringComparison.Ordinal);
        Assert.All(_portal.Gateway.CallsTo(Api), call => Assert.EndsWith("?lang=en", call.Path, StringComparison.Ordinal));

        // The next request of the same server is Vietnamese again.
        Assert.Contains("Nhập mã khảo sát", (await OpenAsync("/khao-sat?ma=")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_text_exists_in_English()
    {
        var texts = SurveysTexts.ResourceManager;
        var english = texts.GetResourceSet(CultureInfo.GetCultureInfo("en"), createIfNotExists: true, tryParents: false)!;
        var missing = texts.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: true)!.Cast<DictionaryEntry>()
            .Select(text => (string)text.Key).Where(name => english.GetString(name) is null);

        Assert.Equal(["UnitKinds"], missing);
    }

    [Theory]
    [InlineData("code.used", "Phiếu khảo sát này đã được trả lời. Cảm ơn ông/bà.")]
    [InlineData("code.expired", "hết hạn trả lời")]
    [InlineData("survey.closed", "Câu trả lời vừa rồi không được ghi nhận")]
    [InlineData("code.withdrawn", "Lời của dịch vụ.")]
    public async Task A_form_that_is_no_longer_taken_says_why_on_a_page_of_its_own(string code, string said)
    {
        _portal.Gateway.Answer(Api, SurveySamples.ShortForm());
        _portal.Gateway.Answer(Answers, new { detail = "Lời của dịch vụ.", code }, HttpStatusCode.Conflict);
        var visit = await BeginAsync();
        await visit.PressAsync("gui", ("c.Q1", "A"));

        Assert.Contains(said, visit.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", visit.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_takes_no_answers_is_told_in_the_service_s_words()
    {
        _portal.Gateway.Answer(Api, SurveySamples.Closed("Phiếu khảo sát này đã được trả lời. Cảm ơn Ông/Bà."));
        var visit = await OpenAsync("/khao-sat/abc");

        Assert.Contains("đã được trả lời", visit.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", visit.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_was_corrected_meanwhile_is_shown_again_with_all_answers()
    {
        var visit = await BeginAsync();
        await visit.PressAsync("tiep", ("c.Q1", "B"), ("c.Q3", "C"));
        _portal.Gateway.Answer(Api, SurveySamples.Form(version: 4));
        await visit.PressAsync("tiep", ("c.M1~STC", "A"), ("c.M1~SNV", "B"));
        Assert.Contains("vừa được đính chính", visit.Text, StringComparison.Ordinal);
        Assert.Matches("name=\"c\\.Q1\" value=\"B\" checked", visit.Html);
        Assert.Equal("A", visit.Field("c.M1~STC"));
        Assert.Equal("4", visit.Field("phienBan"));

        // Corrected between the last look and the sending: the service says so.
        await visit.PressAsync("tiep");
        await visit.PressAsync("tiep");
        _portal.Gateway.AnswerWith(Answers, () =>
        {
            _portal.Gateway.Answer(Api, SurveySamples.Form(version: 5));
            return new HttpResponseMessage(HttpStatusCode.Conflict) { Content = JsonContent.Create(new { detail = "x", code = "answers.version-changed" }) };
        });
        await visit.PressAsync("gui", ("c.T1", "Giữ lại"));
        Assert.Contains("vừa được đính chính", visit.Text, StringComparison.Ordinal);
        Assert.Equal("5", visit.Field("phienBan"));
        Assert.Equal("Giữ lại", visit.Field("c.T1"));
    }

    [Fact]
    public async Task What_the_service_refuses_stands_beside_its_question()
    {
        var visit = await BeginAsync();
        await visit.PressAsync("tiep", ("c.Q1", "B"), ("c.Q3", "C"));
        await visit.PressAsync("tiep", ("c.M1~STC", "A"), ("c.M1~SNV", "B"));
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["answers[3]"] = ["Cơ quan này không có trong phiếu."] };
        _portal.Gateway.Answer(Answers, new { detail = "Phiếu có câu trả lời không hợp lệ.", errors }, HttpStatusCode.BadRequest);
        await visit.PressAsync("gui");
        Assert.Equal(HttpStatusCode.BadRequest, visit.Status);
        Assert.Contains("Phần 2 / 3", visit.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"#c.M1~SNV\"", visit.Html, StringComparison.Ordinal);
        Assert.Contains("Cơ quan này không có trong phiếu.", visit.Text, StringComparison.Ordinal);

        await visit.PressAsync("tiep");
        errors = new(StringComparer.Ordinal) { [$"required.M1.{SurveySamples.Finance}"] = ["Câu này cần được trả lời."] };
        _portal.Gateway.Answer(Answers, new { detail = "Còn câu bắt buộc.", errors }, HttpStatusCode.BadRequest);
        await visit.PressAsync("gui");
        Assert.Contains("href=\"#c.M1~STC\"", visit.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task While_the_service_takes_nothing_the_answers_wait_in_the_page(HttpStatusCode status)
    {
        var refused = () =>
        {
            var answer = new HttpResponseMessage(status) { Content = JsonContent.Create(new { title = "x" }) };
            answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(7));
            return answer;
        };
        var wait = status == HttpStatusCode.TooManyRequests ? 7 : 30;
        _portal.Gateway.AnswerWith("GET /api/survey/forms/ban", refused);
        var closed = await OpenAsync("/khao-sat/ban");
        Assert.Equal(status, closed.Status);
        Assert.Contains($"chờ {wait} giây", closed.Text, StringComparison.Ordinal);

        _portal.Gateway.Answer(Api, SurveySamples.ShortForm());
        var visit = await BeginAsync();
        _portal.Gateway.AnswerWith(Answers, refused);
        await visit.PressAsync("gui", ("c.Q1", "A"));
        Assert.Equal(status, visit.Status);
        Assert.Contains($"chờ {wait} giây", visit.Text, StringComparison.Ordinal);

        // Then even the form cannot be had.
        _portal.Gateway.AnswerWith($"GET {Api}", refused);
        await visit.PressAsync("gui");
        Assert.Contains("Câu trả lời vẫn còn nguyên", visit.Text, StringComparison.Ordinal);

        _portal.Gateway.Answer($"GET {Api}", SurveySamples.ShortForm());
        _portal.Gateway.Answer(Answers, new { }, HttpStatusCode.Created);
        await visit.PressAsync();
        Assert.Equal("/khao-sat/abc/cam-on", visit.Location);
        Assert.Contains("\"optionCode\":\"A\"", _portal.Gateway.CallsTo(Answers).Last().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_from_paper_leads_to_its_form_and_an_unknown_one_to_what_to_do()
    {
        var visit = await OpenAsync("/khao-sat?ma=a1b2-c3o4%20ILK9");
        Assert.Equal("/khao-sat/a1b2c3o4ILK9", visit.Location);

        var unknown = await OpenAsync("/khao-sat/a1b2c3o4ILK9");
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        Assert.Contains("Không có phiếu khảo sát nào mang mã này", unknown.Text, StringComparison.Ordinal);
        Assert.Contains("name=\"ma\"", unknown.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_sends_an_empty_form()
    {
        _portal.Gateway.Answer(Api, SurveySamples.ShortForm());
        var visit = await BeginAsync();
        await visit.PressAsync("gui");
        await visit.PressAsync("gui-bo-trong");

        Assert.Contains("Phiếu chưa có câu trả lời nào", visit.Text, StringComparison.Ordinal);
        Assert.Empty(_portal.Gateway.CallsTo(Answers));
    }

    [Fact]
    public async Task What_the_form_does_not_ask_is_neither_carried_on_nor_sent()
    {
        _portal.Gateway.Answer(Api, SurveySamples.ShortForm());
        var visit = await BeginAsync();
        await visit.PressAsync("lui", ("c.Q1", "Z"), ("c.QX", "A"), ("c.Q1~STC", "A"));
        Assert.DoesNotContain("name=\"c.", visit.Html, StringComparison.Ordinal);
        await visit.PressAsync("", ("dongY", "true"));
        await visit.PressAsync("gui", ("c.QX", "A"), ("c.Q1", "B"));

        Assert.Equal(["Q1|||B"], Lines(Sent()));
    }

    [Fact]
    public async Task A_council_s_form_of_a_thousand_answers_is_sent_whole()
    {
        _portal.Gateway.Answer(Api, SurveySamples.LargeForm());
        var visit = await BeginAsync();
        var fields = Radio().Matches(visit.Html).Select(match => match.Groups["field"].Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.Equal(1300, fields.Count);
        await visit.PressAsync("gui", [.. fields.Select(field => (field, "B"))]);

        Assert.Equal(1300, Lines(Sent()).Count());
    }

    [Fact]
    public async Task A_section_that_may_turn_out_to_be_the_last_is_not_sent_without_saying_so()
    {
        _portal.Gateway.Answer(Api, SurveySamples.OpenEnd());
        var visit = await BeginAsync();
        await visit.PressAsync("tiep", ("c.Q1", "B"));

        Assert.Contains("Đã hết câu hỏi", visit.Text, StringComparison.Ordinal);
        Assert.Empty(_portal.Gateway.CallsTo(Answers));
        await visit.PressAsync("gui");
        Assert.Single(_portal.Gateway.CallsTo(Answers));
    }

    [Fact]
    public async Task A_kiosk_waits_longer_where_much_is_asked()
    {
        _portal.Gateway.Answer(Api, SurveySamples.LargeForm());
        var visit = await OpenAsync("/khao-sat/abc?kiosk=1&donVi=X1&ngonNgu=en");
        await visit.PressAsync("", ("dongY", "true"));

        Assert.Equal("1800; url=/khao-sat/abc?kiosk=1&donVi=X1", visit.Refresh);
        Assert.Contains("sau 30 phút", visit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_shows_every_question_with_its_condition_and_cannot_be_sent()
    {
        var form = JsonSerializer.SerializeToElement(SurveySamples.Form()).Deserialize<SurveyForm>(ScoringJson.Options)!;
        await using var scope = _portal.Services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, NullLoggerFactory.Instance);
        var html = WebUtility.HtmlDecode(await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<SurveyPreview>(ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Form"] = form }))).ToHtmlString()));

        Assert.All(form.Sections.SelectMany(section => section.Questions), question => Assert.Contains(question.Text, html, StringComparison.Ordinal));
        Assert.Contains("Chỉ hỏi khi câu “Ông/bà đã nộp hồ sơ chưa?” được trả lời: Phương án A", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", html, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"submit\"", html, StringComparison.Ordinal);
    }

    private async Task<SurveyVisitor> OpenAsync(string path, HttpClient? browser = null)
    {
        var visit = new SurveyVisitor(browser ?? _portal.Browser());
        await visit.GoAsync(path);
        return visit;
    }

    /// <summary>To the first section.</summary>
    private async Task<SurveyVisitor> BeginAsync(HttpClient? browser = null)
    {
        var visit = await OpenAsync("/khao-sat/abc", browser);
        await visit.PressAsync("", ("dongY", "true"));
        Assert.Equal(HttpStatusCode.OK, visit.Status);
        return visit;
    }

    private JsonElement Sent() => JsonSerializer.Deserialize<JsonElement>(Assert.Single(_portal.Gateway.CallsTo(Answers)).Body);

    /// <summary>Question, unit, number or text, options.</summary>
    private static IEnumerable<string> Lines(JsonElement sent) => sent.GetProperty("answers").EnumerateArray().Select(answer =>
    {
        var options = answer.GetProperty("optionCodes") is { ValueKind: JsonValueKind.Array } codes ? string.Join(',', codes.EnumerateArray()) : $"{answer.GetProperty("optionCode")}";
        return $"{answer.GetProperty("questionCode")}|{answer.GetProperty("unitId")}|{answer.GetProperty("number")}{answer.GetProperty("text")}|{options}";
    });

    [GeneratedRegex("type=\"radio\" name=\"(?<field>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Radio();
}
