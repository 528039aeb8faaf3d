using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using static CCHC.Portal.Tests.QuestionnaireSamples;

namespace CCHC.Portal.Tests;

public sealed partial class QuestionnairePageTests : IClassFixture<PortalHost>
{
    private readonly PortalHost _portal;

    public QuestionnairePageTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Roles = ["home-affairs"];
        _portal.Gateway.Answer($"/api/criteria/campaigns/{Samples.Id}", Campaign());
        _portal.Gateway.Answer(Api, Survey());
        _portal.Gateway.Answer($"/api/survey/campaigns/{Samples.Id}/leaves", LeafChoices);
        _portal.Gateway.Answer($"/api/survey/campaigns/{Samples.Id}/coverage", new { uncovered = new[] { new { groupCode = "xa", leafCode = "8.2", leafName = "Hài lòng về thủ tục" } } });
        _portal.Gateway.Answer($"PUT {Api}", new { version = 8 });
        _portal.Gateway.Answer("/api/survey/templates", new { items = new[] { new { code = "sipas", name = "SIPAS", description = "Năm yếu tố, thang 5 mức.", questionnaire = Copied("C1", "8.2") } } });
        _portal.Gateway.Answer("/api/survey/surveys", new
        {
            items = new[]
            {
                new { id = Id, campaignId = Samples.Id, code = "sipas-2026", name = "Khảo sát hài lòng", status = "open", questions = 3, units = 1, openedAt = "2026-10-01T01:00:00Z", practice = false },
            },
            total = 1,
        });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Builder => $"{Page}/phieu-hoi";

    [Fact]
    public async Task Pages_hold_no_inline_script_or_style_and_stay_small()
    {
        _portal.Gateway.Answer($"{Api}/preview", Preview());
        foreach (var path in new[] { $"/dieu-tra/{Samples.Id}", $"/dieu-tra/{Samples.Id}/cuoc/moi", Page, $"{Page}/sua", Builder, $"{Builder}?cau=C1", $"{Builder}?phan=P2", $"{Builder}?them=P1", $"{Page}/xem-truoc" })
        {
            var html = await GetAsync(path);
            Assert.DoesNotMatch(Inline(), html);
            Assert.True(Encoding.UTF8.GetByteCount(html) < 60_000, $"{path}: {Encoding.UTF8.GetByteCount(html)}");
        }
    }

    [Fact]
    public async Task The_home_of_a_campaign_lists_its_surveys_and_the_leaves_that_nobody_is_asked_about()
    {
        _portal.Gateway.Answer(Api, Survey("open"));

        var html = await GetAsync($"/dieu-tra/{Samples.Id}");

        Assert.Contains($"href=\"{Page}\">Khảo sát hài lòng</a>", html, StringComparison.Ordinal);
        Assert.Matches("data-label=\"Trạng thái\"><span class=\"mark mark-active\">Đang mở", html);
        Assert.Contains("data-label=\"Phiếu trả lời\" class=\"num\">61<", html, StringComparison.Ordinal);
        Assert.Contains("8.2. Hài lòng về thủ tục", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"/dieu-tra/{Samples.Id}/khung-mau\"", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"/dieu-tra/{Samples.Id}/danh-sach\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leader_reads_the_home_without_frames_and_without_a_button_for_a_new_survey()
    {
        _portal.Gateway.Roles = ["leader"];
        _portal.Gateway.Answer($"/api/criteria/campaigns/{Samples.Id}", Campaign(canManage: false));

        var html = await GetAsync($"/dieu-tra/{Samples.Id}");

        Assert.Contains("Khảo sát hài lòng", html, StringComparison.Ordinal);
        Assert.DoesNotContain("khung-mau", html, StringComparison.Ordinal);
        Assert.DoesNotContain("cuoc/moi", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await OpenAsync($"/dieu-tra/{Samples.Id}/cuoc/moi")).StatusCode);
    }

    [Theory]
    [InlineData("mau:sipas", "\"code\":\"C1\"")]
    [InlineData("trong", "\"kind\":\"text\"")]
    [InlineData("sao-chep", "\"en\":\"Waiting area\"")]
    public async Task A_new_survey_takes_its_questionnaire_from_where_it_was_chosen(string way, string expected)
    {
        _portal.Gateway.Answer("POST /api/survey/surveys", new { id = Id, code = "dt-2026", status = "draft" }, HttpStatusCode.Created);
        using var answer = await SubmitAsync($"/dieu-tra/{Samples.Id}/cuoc/moi", $"/dieu-tra/{Samples.Id}/cuoc/moi", NewSurvey(way));

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.StartsWith(Page, answer.Headers.Location?.OriginalString, StringComparison.Ordinal);
        using var body = JsonDocument.Parse(Created().Body);
        Assert.Contains(expected, Created().Body, StringComparison.Ordinal);
        Assert.Equal("meanOfFive", body.RootElement.GetProperty("formula").GetString());
        Assert.Equal("2026-11-30T17:00:00+07:00", body.RootElement.GetProperty("endsAt").GetString());
        var group = body.RootElement.GetProperty("respondentGroups")[0];
        Assert.Equal(("dai-bieu", "one", "xa"), (group.GetProperty("code").GetString(), group.GetProperty("rates").GetString(), group.GetProperty("ratedGroups")[0].GetString()));
        Assert.Equal(JsonValueKind.Null, body.RootElement.GetProperty("ratedGroups").ValueKind);
    }

    [Fact]
    public async Task Ties_that_the_campaign_has_no_leaf_for_are_dropped_and_told()
    {
        // 8.1 is asked about already, so of the copy C1 loses its only tie.
        _portal.Gateway.Answer("POST /api/survey/surveys", new { id = Id }, HttpStatusCode.Created);
        using var answer = await SubmitAsync($"/dieu-tra/{Samples.Id}/cuoc/moi", $"/dieu-tra/{Samples.Id}/cuoc/moi", NewSurvey("sao-chep"));

        Assert.Equal($"{Page}?bo=1", answer.Headers.Location?.OriginalString);
        Assert.DoesNotContain("8.1", Created().Body, StringComparison.Ordinal);
        Assert.Contains("1 liên kết với tiêu chí không dùng được", await GetAsync($"{Page}?bo=1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_sent_stays_with_a_refused_form()
    {
        _portal.Gateway.Answer("POST /api/survey/surveys", new { title = "Phiếu chưa đúng", errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["respondentGroups[0].code"] = ["Mã nhóm dùng nhiều lần."] } }, HttpStatusCode.BadRequest);
        var browser = await _portal.SignedInAsync(Cancellation);
        var page = $"/dieu-tra/{Samples.Id}/cuoc/moi";
        using var upload = new MultipartFormDataContent { { new StringContent(JsonSerializer.Serialize(Copied("T9", "8.2"))), "tep", "phieu.json" } };
        foreach (var (name, value) in NewSurvey("tep").Append(new("__RequestVerificationToken", Token().Match(await browser.GetStringAsync(new Uri(page, UriKind.Relative), Cancellation)).Groups["token"].Value)))
        {
            upload.Add(new StringContent(value), name);
        }

        using var refused = await browser.PostAsync(new Uri(page, UriKind.Relative), upload, Cancellation);
        var html = await refused.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("\"code\":\"T9\"", Created().Body, StringComparison.Ordinal);
        Assert.Matches("id=\"g0-code-error\">.*Mã nhóm dùng nhiều lần", html);
        Assert.Contains("value=\"dai-bieu\"", html, StringComparison.Ordinal);
        Assert.Contains("Đã nhận tệp phieu.json", html, StringComparison.Ordinal);
        var kept = Encoding.UTF8.GetString(Convert.FromBase64String(Packed().Match(html).Groups["json"].Value));
        Assert.Contains("\"T9\"", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_of_respondents_is_added_and_removed_without_losing_what_was_typed()
    {
        var page = $"/dieu-tra/{Samples.Id}/cuoc/moi";
        using var added = await SubmitAsync(page, page, NewSurvey("trong", ("viec", "them-nhom")));
        var html = await added.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("name=\"g1-code\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"Đại biểu HĐND\"", html, StringComparison.Ordinal);

        using var removed = await SubmitAsync(page, page, NewSurvey("trong", ("viec", "bo-nhom:0")));
        Assert.DoesNotContain("name=\"g0-code\"", await removed.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.DoesNotContain(_portal.Gateway.Calls, call => call is { Method: "POST", Path: "/api/survey/surveys" });
    }

    [Fact]
    public async Task A_draft_says_what_to_do_next_and_is_opened_from_there()
    {
        _portal.Gateway.Answer($"POST {Api}/opening", new { });
        var html = await GetAsync(Page);
        Assert.Contains("Người có đường dẫn trả lời được ngay cuộc điều tra Khảo sát hài lòng", html, StringComparison.Ordinal);
        Assert.Contains("Tỷ lệ hai mức cao nhất", html, StringComparison.Ordinal);
        Assert.Contains("Xóa cuộc điều tra Khảo sát hài lòng cùng phiếu hỏi 3 câu", html, StringComparison.Ordinal);

        using var answer = await SubmitAsync(Page, $"{Page}/mo", []);
        Assert.Equal(Page, answer.Headers.Location?.OriginalString);
        Assert.Single(_portal.Gateway.CallsTo($"{Api}/opening"));
    }

    [Fact]
    public async Task An_open_survey_shows_links_and_corrections_and_a_refused_closing_says_why()
    {
        _portal.Gateway.Answer(Api, Survey("open"));
        _portal.Gateway.Answer($"POST {Api}/closing", new { detail = "Còn 3 phiếu nghi vấn chưa xem.", code = "survey.flags-open" }, HttpStatusCode.Conflict);

        using var answer = await SubmitAsync(Page, $"{Page}/ket-thuc", []);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("Còn 3 phiếu nghi vấn chưa xem.", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/khao-sat/ABCDEFGH12\">http://localhost/khao-sat/ABCDEFGH12<", html, StringComparison.Ordinal);
        Assert.Contains("Sai chính tả câu C2", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Xóa bản nháp", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_survey_of_another_campaign_is_not_found_under_this_one()
    {
        var other = Guid.CreateVersion7();
        _portal.Gateway.Answer($"/api/criteria/campaigns/{other}", Campaign());
        using var answer = await OpenAsync($"/dieu-tra/{other}/cuoc/{Id}");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task What_is_told_of_a_survey_is_changed_with_its_version_and_its_questionnaire_goes_along_unchanged()
    {
        using var answer = await SubmitAsync($"{Page}/sua", $"{Page}/sua", NewSurvey("", ("version", "7"), ("name", "Tên mới")));

        Assert.Equal(Page, answer.Headers.Location?.OriginalString);
        using var body = JsonDocument.Parse(Put().Body);
        Assert.Equal((7, "Tên mới"), (body.RootElement.GetProperty("version").GetInt32(), body.RootElement.GetProperty("name").GetString()));
        using var stored = JsonDocument.Parse(JsonSerializer.Serialize(Survey()));
        Assert.Equal(
            Texts(stored.RootElement.GetProperty("questionnaire")), Texts(body.RootElement.GetProperty("questionnaire")));

        static string[] Texts(JsonElement questionnaire) => [.. questionnaire.GetProperty("sections").EnumerateArray().SelectMany(section => section.GetProperty("questions").EnumerateArray())
            .Select(question => $"{question.GetProperty("code")} {question.GetProperty("kind")} {question.GetProperty("text")}")];
    }

    [Theory]
    [InlineData("xuong:C1", "P1:C2,C1|P2:C3")]
    [InlineData("xuong:C2", "P1:C1|P2:C2,C3")]
    [InlineData("len:C3", "P1:C1,C2,C3|P2:")]
    [InlineData("len:C1", "P1:C1,C2|P2:C3")]
    [InlineData("nhan-doi:C2", "P1:C1,C2,C4|P2:C3")]
    [InlineData("xoa:C2", "P1:C1|P2:C3")]
    [InlineData("phan-len:P2", "P2:C3|P1:C1,C2")]
    [InlineData("phan-xoa:P2", "P1:C1,C2")]
    public async Task Each_deed_on_the_list_sends_the_whole_with_the_version_that_was_read(string deed, string order)
    {
        using var answer = await SubmitAsync(Builder, Builder, new() { ["viec"] = deed, ["version"] = "7" });

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(order, Order(Put().Body));
        using var body = JsonDocument.Parse(Put().Body);
        Assert.Equal((7, "Khảo sát hài lòng", "topTwo"), (body.RootElement.GetProperty("version").GetInt32(), body.RootElement.GetProperty("name").GetString(), body.RootElement.GetProperty("formula").GetString()));
        Assert.Equal("2026-11-30T17:00:00+07:00", body.RootElement.GetProperty("endsAt").GetString());
    }

    [Fact]
    public async Task A_language_is_taken_away_with_all_its_wordings()
    {
        Assert.Contains("Waiting area", await GetAsync($"{Builder}?cau=C1"), StringComparison.Ordinal);
        using var answer = await SubmitAsync(Builder, Builder, new() { ["viec"] = "bo-ngon-ngu:en", ["version"] = "7" });

        Assert.DoesNotContain("Waiting area", Put().Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Step 5", Put().Body, StringComparison.Ordinal);
        Assert.Contains("\"languages\":[\"vi\"]", Put().Body, StringComparison.Ordinal);
        Assert.Contains("\"text\":\"Nơi ngồi chờ\"", Regex.Unescape(Put().Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_move_by_htmx_changes_the_list_alone_and_the_form_beside_it_goes_on_with_the_new_version()
    {
        var version = 7;
        _portal.Gateway.AnswerWith(Api, () => new HttpResponseMessage { Content = new StringContent(JsonSerializer.Serialize(Survey(version: version)), Encoding.UTF8, "application/json") });
        _portal.Gateway.AnswerWith($"PUT {Api}", () =>
        {
            version = 8;
            return new HttpResponseMessage { Content = new StringContent("{\"version\":8}", Encoding.UTF8, "application/json") };
        });

        using var answer = await SubmitAsync(Builder, Builder, new() { ["viec"] = "xuong:C1", ["version"] = "7", ["chon"] = "cau:C2" }, partial: true);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.DoesNotContain("<html", html, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"q-fields\"", html, StringComparison.Ordinal);
        Assert.Contains("id=\"q-version\" value=\"8\" hx-swap-oob=\"true\"", html, StringComparison.Ordinal);
        Assert.Matches("cau=C2#sua\" aria-current=\"true\"", html);
    }

    [Fact]
    public async Task A_question_is_read_from_plain_fields()
    {
        using var answer = await SendAsync($"{Builder}?cau=C1", $"{Builder}/cau", Question(
            ("code", "C1b"), ("text.vi", "Chỗ ngồi chờ"), ("text.en", "Seats"), ("help.vi", "Kể cả nơi để xe"), ("perUnit", "true"), ("factor", "Yếu tố khác"), ("aspect", "Opinion"), ("leaf.xa", "8.2")));

        Assert.Equal($"{Builder}?cau=C1b&luu=true", answer.Headers.Location?.OriginalString);
        Assert.Equal("P1:C1b,C2|P2:C3", Order(Put().Body));
        using var body = JsonDocument.Parse(Put().Body);
        var sections = body.RootElement.GetProperty("questionnaire").GetProperty("sections");
        var question = sections[0].GetProperty("questions")[0];
        Assert.Equal(("rating", "Seats", "Kể cả nơi để xe", "opinion", "Yếu tố khác"), (
            question.GetProperty("kind").GetString(), question.GetProperty("text").GetProperty("en").GetString(), question.GetProperty("help").GetString(), question.GetProperty("aspect").GetString(),
            question.GetProperty("factor").GetString()));
        Assert.Equal("8.2", question.GetProperty("leaves")[0].GetProperty("leafCode").GetString());
        Assert.False(question.GetProperty("required").GetBoolean());
        Assert.Equal([0m, 25m, 62.5m, 75m, 100m], question.GetProperty("options").EnumerateArray().Take(5).Select(option => option.GetProperty("percent").GetDecimal()));
        Assert.Equal(JsonValueKind.Null, question.GetProperty("options")[5].GetProperty("percent").ValueKind);

        // The condition of C3 follows the new code.
        Assert.Equal("C1b", sections[1].GetProperty("questions")[0].GetProperty("showIf").GetProperty("question").GetString());
    }

    [Fact]
    public async Task A_new_question_goes_to_the_end_of_its_section_with_a_free_code_and_the_usual_scale()
    {
        var html = await GetAsync($"{Builder}?them=P1");
        Assert.Matches("id=\"q-code\" name=\"code\" value=\"C4\"", html);
        Assert.Contains("value=\"Rất hài lòng\"", html, StringComparison.Ordinal);

        using var answer = await SendAsync($"{Builder}?them=P1", $"{Builder}/cau", Question(("old", ""), ("code", "C4"), ("section", "P2")));
        Assert.Equal("P1:C1,C2|P2:C3,C4", Order(Put().Body));
    }

    [Theory]
    [InlineData("them-phuong-an", "q-o6-code\" name=\"o.code\" value=\"A\"", "q-o7-code")]
    [InlineData("thang:dong-y", "value=\"Rất đồng ý\"", "q-o5-code")]
    [InlineData("bo-phuong-an:5", "q-o4-code", "q-o5-code")]
    [InlineData("len-phuong-an:1", "q-o0-code\" name=\"o.code\" value=\"2\"", "q-o6-code")]
    public async Task Options_are_arranged_on_the_page_and_nothing_is_stored(string deed, string expected, string gone)
    {
        using var answer = await SendAsync($"{Builder}?cau=C1", $"{Builder}/cau", Question(("viec", deed), ("text.vi", "Câu đang viết dở")), partial: true);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Contains(expected, html, StringComparison.Ordinal);
        Assert.Contains("Câu đang viết dở", html, StringComparison.Ordinal);
        Assert.DoesNotContain(gone, html, StringComparison.Ordinal);
        Assert.DoesNotContain(_portal.Gateway.Calls, call => call.Method == "PUT");
    }

    [Fact]
    public async Task Another_kind_brings_its_own_fields_and_a_condition_the_options_of_its_question()
    {
        using var number = await SendAsync($"{Builder}?cau=C1", $"{Builder}/cau", Question(("viec", "ve-lai"), ("kind", "Number")), partial: true);
        var html = await number.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("name=\"least\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"o.code\"", html, StringComparison.Ordinal);

        // Saved in a browser without script, the condition's question was chosen but its options never shown.
        using var condition = await SendAsync($"{Builder}?cau=C3", $"{Builder}/cau", Question(("old", "C3"), ("code", "C3"), ("perUnit", "true"), ("section", "P2"), ("showIf.question", "C1"), ("showIf.shown", "")));
        Assert.Matches("name=\"showIf.options\" value=\"5\"", await condition.Content.ReadAsStringAsync(Cancellation));
        Assert.DoesNotContain(_portal.Gateway.Calls, call => call.Method == "PUT");
    }

    [Fact]
    public async Task A_question_is_tied_to_leaves_that_say_how_to_ask_and_which_of_them_nobody_asks_about()
    {
        var html = await GetAsync($"{Builder}?cau=C1");
        Assert.Matches("value=\"8.1\" selected[^>]*>8.1. Hài lòng về tiếp cận \\(2,00 điểm\\)<", html);
        Assert.Contains("Bộ tiêu chí gợi ý hỏi: Ông/bà hài lòng thế nào về tiếp cận?", html, StringComparison.Ordinal);
        Assert.Contains("8.2. Hài lòng về thủ tục (1,50 điểm) – chưa có câu hỏi", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_is_taken_is_told_beside_its_field()
    {
        _portal.Gateway.Answer("POST /api/survey/surveys", new { detail = "Kỳ đánh giá đã có cuộc điều tra mang mã dt-2026.", code = "survey.code-taken" }, HttpStatusCode.Conflict);
        var page = $"/dieu-tra/{Samples.Id}/cuoc/moi";
        using var answer = await SubmitAsync(page, page, NewSurvey("mau:sipas"));

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Matches("id=\"code-error\">.*đã có cuộc điều tra mang mã dt-2026", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task A_number_that_cannot_be_read_stands_beside_its_field()
    {
        using var answer = await SendAsync($"{Builder}?cau=C1", $"{Builder}/cau", Question(("o.percent", "một nửa")), partial: true);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Matches("id=\"q-o0-percent-error\">.*Không đọc được số “một nửa”", html);
        Assert.DoesNotContain(_portal.Gateway.Calls, call => call.Method == "PUT");
    }

    [Theory]
    [InlineData("questionnaire.sections[0].questions[0].options", "q-options")]
    [InlineData("questionnaire.sections[0].questions[0].options[1].percent", "q-o1-percent")]
    [InlineData("questionnaire.sections[0].questions[0].options[1].text", "q-o1-text-vi")]
    [InlineData("questionnaire.sections[0].questions[0].text.en", "q-text-en")]
    [InlineData("questionnaire.sections[0].questions[0].showIf.question", "q-showif")]
    [InlineData("questionnaire.sections[0].questions[0].leaves[0]", "q-leaves")]
    public async Task What_the_service_refuses_stands_beside_the_field_it_is_about(string member, string id)
    {
        Refuse($"PUT {Api}", member, "Chưa đúng chỗ này.");
        using var answer = await SendAsync($"{Builder}?cau=C1", $"{Builder}/cau", Question(("text.vi", "Câu đã sửa"), ("showIf.question", "C2"), ("showIf.shown", "C2"), ("showIf.options", "1")));
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Matches($"id=\"{id}-error\">.*Chưa đúng chỗ này", html);
        Assert.Contains($"href=\"#{id}\"", html, StringComparison.Ordinal);
        Assert.Contains("Câu đã sửa", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_another_question_is_a_link_to_it()
    {
        // C3 depends on C1 and would come before it.
        Refuse($"PUT {Api}", "questionnaire.sections[0].questions[0].showIf.question", "Điều kiện phải dựa vào câu đứng trước.");
        using var answer = await SubmitAsync(Builder, Builder, new() { ["viec"] = "phan-len:P2", ["version"] = "7" });
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Contains($"href=\"{Builder}?cau=C3\"", html, StringComparison.Ordinal);
        Assert.Contains("C3: Điều kiện phải dựa vào câu đứng trước.", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_colleague_s_change_is_told_with_the_new_version_and_what_was_typed_stays(bool seenByThePortal)
    {
        // Either the page was made for an older version, or the colleague was faster between reading and writing.
        _portal.Gateway.Answer(Api, Survey(version: seenByThePortal ? 9 : 7));
        _portal.Gateway.Answer($"PUT {Api}", new { detail = "x" }, HttpStatusCode.PreconditionFailed);
        using var answer = await SendAsync($"{Builder}?cau=C1", $"{Builder}/cau", Question(("version", "7"), ("text.vi", "Câu của tôi")));
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
        Assert.Contains("Đồng chí khác vừa sửa phiếu hỏi này nên nội dung đang nhập chưa lưu", html, StringComparison.Ordinal);
        Assert.Contains("Bản đang lưu:", html, StringComparison.Ordinal);
        Assert.Contains("Nơi ngồi chờ</dd>", html, StringComparison.Ordinal);
        Assert.Contains(">Câu của tôi</textarea>", html, StringComparison.Ordinal);
        Assert.Contains($"id=\"q-version\" value=\"{(seenByThePortal ? 9 : 7)}\"", html, StringComparison.Ordinal);
        Assert.Equal(seenByThePortal ? 0 : 1, _portal.Gateway.Calls.Count(call => call.Method == "PUT"));
    }

    [Fact]
    public async Task A_question_that_a_colleague_removed_can_be_saved_as_a_new_one()
    {
        _portal.Gateway.Answer(Api, Survey(version: 9, third: "C8"));
        using var answer = await SendAsync(Builder, $"{Builder}/cau", Question(("version", "7"), ("old", "C3"), ("code", "C3")));
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.DoesNotContain("name=\"old\" value", html, StringComparison.Ordinal);
        Assert.Contains("Câu hỏi mới", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_open_only_texts_are_corrected_and_a_reason_is_sent()
    {
        _portal.Gateway.Answer(Api, Survey("open"));
        _portal.Gateway.Answer($"POST {Api}/corrections", new { version = 8 });
        var html = await GetAsync($"{Builder}?cau=C1");
        Assert.DoesNotContain("name=\"o.percent\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"nhan-doi:C1\"", html, StringComparison.Ordinal);
        Assert.Contains("name=\"reason\"", html, StringComparison.Ordinal);

        // What else a forged form sends is not looked at.
        using var answer = await SendAsync($"{Builder}?cau=C1", $"{Builder}/cau", Question(
            ("text.vi", "Chỗ ngồi chờ"), ("code", "X"), ("kind", "Text"), ("kindShown", "Text"), ("section", "P2"), ("reason", "Sai chính tả")));

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var call = Assert.Single(_portal.Gateway.CallsTo($"{Api}/corrections"));
        Assert.Equal("P1:C1,C2|P2:C3", Order(call.Body));
        using var body = JsonDocument.Parse(call.Body);
        var question = body.RootElement.GetProperty("questionnaire").GetProperty("sections")[0].GetProperty("questions")[0];
        Assert.Equal(("rating", "Chỗ ngồi chờ", true), (question.GetProperty("kind").GetString(), question.GetProperty("text").GetProperty("vi").GetString(), question.GetProperty("required").GetBoolean()));
        Assert.Equal((7, "Sai chính tả"), (body.RootElement.GetProperty("version").GetInt32(), body.RootElement.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task An_auditor_reads_questions_and_finds_nothing_to_press()
    {
        _portal.Gateway.Roles = ["auditor"];
        _portal.Gateway.Answer($"/api/criteria/campaigns/{Samples.Id}", Campaign(canManage: false));

        var html = await GetAsync($"{Builder}?cau=C1");
        Assert.Contains("Phiếu hỏi này chỉ để xem.", html, StringComparison.Ordinal);
        Assert.Contains("Waiting area", html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"viec\" value=\"len:", html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"text.vi\"", html, StringComparison.Ordinal);
        var survey = await GetAsync(Page);
        Assert.DoesNotContain($"action=\"{Page}/mo\"", survey, StringComparison.Ordinal);
        Assert.DoesNotContain($"action=\"{Page}/xoa\"", survey, StringComparison.Ordinal);
        using var edit = await OpenAsync($"{Page}/sua");
        Assert.Equal(Page, edit.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_preview_shows_the_form_of_a_group_in_a_language_and_sends_nothing()
    {
        _portal.Gateway.Answer($"{Api}/preview", Preview());
        var html = await GetAsync($"{Page}/xem-truoc?nhom=nguoi-dan&ngonNgu=en");

        Assert.Contains(_portal.Gateway.Calls, call => call.Path == $"{Api}/preview?group=nguoi-dan&lang=en");
        Assert.Contains("preview-phone\" lang=\"en\"", html, StringComparison.Ordinal);
        Assert.Contains("Waiting area", html, StringComparison.Ordinal);
        Assert.Contains("Xã 3", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Xã 4", html, StringComparison.Ordinal);
        Assert.Contains("còn 2 đơn vị nữa được hỏi như vậy.", html, StringComparison.Ordinal);
        var form = html[html.IndexOf("survey-preview", StringComparison.Ordinal)..html.IndexOf("</main>", StringComparison.Ordinal)];
        Assert.Contains("<input type=\"radio\"", form, StringComparison.Ordinal); // can be tried
        Assert.DoesNotMatch("<form|<button", form);
        Assert.DoesNotContain("preview-phone", await GetAsync($"{Page}/xem-truoc?rong=day-du"), StringComparison.Ordinal);
    }

    private static object Copied(string code, string leaf) => new
    {
        sections = new[]
        {
            new { code = "P1", title = "Phần", questions = new[] { new { code, kind = "rating", text = "Câu hỏi mẫu", perUnit = true, options = Scale, leaves = new[] { new { groupCode = "xa", leafCode = leaf } } } } },
        },
    };

    private static object Preview() => new
    {
        surveyName = "Satisfaction survey", introduction = "Dear respondent", respondentGroup = "Citizens", status = "draft", version = 7, language = "en", languages = new[] { "vi", "en" }, personal = false, rates = "all",
        units = Enumerable.Range(1, 5).Select(i => new { id = Guid.CreateVersion7(), code = $"X{i}", name = $"Xã {i}", groupCode = "xa" }),
        sections = new[]
        {
            new
            {
                code = "P1", title = "Access",
                questions = new[] { new { code = "C1", kind = "rating", text = "Waiting area", required = true, perUnit = true, groups = new[] { "xa" }, options = new[] { new { code = "1", text = "Very bad" } } } },
            },
        },
    };

    private static Dictionary<string, string> NewSurvey(string way, params (string Name, string Value)[] more)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["viec"] = "luu", ["cach"] = way, ["tu"] = way == "sao-chep" ? $"{Id}" : "", ["code"] = "dt-2026", ["name"] = "Điều tra 2026", ["introduction"] = "Kính mời", ["formula"] = "MeanOfFive",
            ["endsAt"] = "2026-11-30T17:00", ["groups"] = "1", ["g0-code"] = "dai-bieu", ["g0-name"] = "Đại biểu HĐND", ["g0-rates"] = "One", ["g0-rated"] = "xa",
        };
        foreach (var (name, value) in more)
        {
            fields[name] = value;
        }

        return fields;
    }

    /// <summary>The form of C1 with six options; a percentage that is given replaces the first one.</summary>
    private static List<KeyValuePair<string, string>> Question(params (string Name, string Value)[] more)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["viec"] = "luu", ["version"] = "7", ["old"] = "C1", ["code"] = "C1", ["section"] = "P1", ["kind"] = "Rating", ["kindShown"] = "Rating", ["text.vi"] = "Nơi ngồi chờ", ["text.en"] = "Waiting area",
        };
        string[] percents = ["0", "25", "62,5", "75", "100", ""];
        foreach (var (name, value) in more)
        {
            if (name == "o.percent")
            {
                percents[0] = value;
            }
            else
            {
                fields[name] = value;
            }
        }

        return
        [
            .. fields,
            .. Enumerable.Range(0, 6).SelectMany(row => new KeyValuePair<string, string>[]
            {
                new("o.code", row == 5 ? "K" : $"{row + 1}"), new("o.text.vi", $"Mức {row + 1}"), new("o.text.en", ""), new("o.percent", percents[row]),
            }),
        ];
    }

    /// <summary>Sections with the codes of their questions, as they were sent.</summary>
    private static string Order(string body)
    {
        using var json = JsonDocument.Parse(body);
        return string.Join('|', json.RootElement.GetProperty("questionnaire").GetProperty("sections").EnumerateArray().Select(section =>
            $"{section.GetProperty("code")}:{string.Join(',', section.GetProperty("questions").EnumerateArray().Select(question => question.GetProperty("code").GetString()))}"));
    }

    private StubGateway.Call Put() => Assert.Single(_portal.Gateway.Calls, call => call.Method == "PUT");

    private StubGateway.Call Created() => Assert.Single(_portal.Gateway.Calls, call => call is { Method: "POST", Path: "/api/survey/surveys" });

    private void Refuse(string route, string member, string text) =>
        _portal.Gateway.Answer(route, new { title = "Phiếu hỏi chưa đúng.", errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [member] = [text] } }, HttpStatusCode.BadRequest);

    private async Task<string> GetAsync(string path)
    {
        using var answer = await OpenAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    private async Task<HttpResponseMessage> OpenAsync(string path)
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        return await browser.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
    }

    private Task<HttpResponseMessage> SubmitAsync(string page, string action, Dictionary<string, string> fields, bool partial = false) => SendAsync(page, action, fields, partial);

    private async Task<HttpResponseMessage> SendAsync(string page, string action, IEnumerable<KeyValuePair<string, string>> fields, bool partial = false)
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        var token = Token().Match(await browser.GetStringAsync(new Uri(page, UriKind.Relative), Cancellation)).Groups["token"].Value;
        if (partial)
        {
            browser.DefaultRequestHeaders.Add("HX-Request", "true");
        }

        using var content = new FormUrlEncodedContent(fields.Append(new("__RequestVerificationToken", token)));
        return await browser.PostAsync(new Uri(action, UriKind.Relative), content, Cancellation);
    }

    [GeneratedRegex("<script(?![^>]*\\bsrc=)|<style|\\bstyle=|\\bon[a-z]+=\"", RegexOptions.None, 1000)]
    private static partial Regex Inline();

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Token();

    [GeneratedRegex("name=\"tepNoiDung\" value=\"(?<json>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Packed();
}
