using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CCHC.Portal.Tests;

public sealed partial class SurveyResultPageTests : IClassFixture<PortalHost>
{
    private static readonly Guid Survey = Guid.CreateVersion7();
    private static readonly Guid UnitA = Guid.CreateVersion7();
    private static readonly Guid UnitB = Guid.CreateVersion7();
    private static readonly Guid UnitC = Guid.CreateVersion7();
    private static readonly Guid Quick = Guid.NewGuid();
    private static readonly Guid Twice = Guid.NewGuid();

    private readonly PortalHost _portal;

    public SurveyResultPageTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Roles = ["home-affairs"];
        AnswerSurvey("open");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Api => $"/api/survey/surveys/{Survey}";

    private static string Page => $"/dieu-tra/{Samples.Id}/cuoc/{Survey}";

    [Fact]
    public async Task The_board_sets_forms_against_the_sample_in_bars_and_words_and_asks_for_news()
    {
        AnswerBoard("open");
        var html = await ReadAsync("/thuc-dia");

        Assert.Contains($"hx-get=\"{Page}/thuc-dia\" hx-trigger=\"every 10s\" hx-swap=\"outerMorph\"", html, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(html, "aria-live", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Contains("<dl class=\"figures\" aria-live=\"polite\">", html, StringComparison.Ordinal);
        Assert.Contains("<progress max=\"286\" value=\"240\"", html, StringComparison.Ordinal);
        Assert.Contains("240/286", html, StringComparison.Ordinal);
        Assert.Contains("83 %", html, StringComparison.Ordinal); // 240 / 286 = 83,9: what is missing is not rounded away
        Assert.Contains("Theo ngày: nhiều nhất ngày 06/10/2026, 200 phiếu", html, StringComparison.Ordinal);
        Assert.Contains("width=\"25%\" height=\"8\"", html, StringComparison.Ordinal); // 50 of 200 on the other day
        Assert.Contains("Trần Văn Nam", html, StringComparison.Ordinal);
        Assert.Contains("Máy tính bảng", html, StringComparison.Ordinal);
        Assert.Contains("Trả lời quá nhanh", html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task News_are_the_board_alone_and_end_with_the_survey()
    {
        AnswerBoard("closed");
        using var browser = await _portal.SignedInAsync(Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{Page}/thuc-dia", UriKind.Relative));
        request.Headers.Add("HX-Request", "true");
        using var answer = await browser.SendAsync(request, Cancellation);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation));

        Assert.StartsWith("<div id=\"board\"", html.TrimStart(), StringComparison.Ordinal);
        Assert.DoesNotContain("every 10s", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Người được mời đã trả lời", html, StringComparison.Ordinal); // forgotten with the closing
        Assert.Empty(_portal.Gateway.CallsTo(Api));
    }

    [Fact]
    public async Task A_board_that_is_away_leaves_the_page()
    {
        _portal.Gateway.Answer($"{Api}/board", new { }, HttpStatusCode.ServiceUnavailable);

        Assert.Contains("Khảo sát hài lòng", await ReadAsync("/thuc-dia"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_survey_of_another_campaign_is_not_found_at_this_address()
    {
        AnswerBoard("open");
        using var browser = await _portal.SignedInAsync(Cancellation);
        foreach (var page in (string[])["thuc-dia", "xem-xet", "ket-qua"])
        {
            using var answer = await browser.GetAsync(new Uri($"/dieu-tra/{Guid.NewGuid()}/cuoc/{Survey}/{page}", UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Odd_forms_say_why_in_words_and_show_their_answers_and_who_decided()
    {
        AnswerForms();
        var html = await ReadAsync("/xem-xet?ketLuan=tat-ca");

        Assert.Contains("Chọn cùng một phương án", html, StringComparison.Ordinal);
        Assert.Contains("Nơi ngồi chờ đủ chỗ", html, StringComparison.Ordinal);
        Assert.Contains("Sở A: ", html, StringComparison.Ordinal);
        Assert.Contains("<strong>Rất hài lòng</strong>", html, StringComparison.Ordinal);
        Assert.Contains("Lê Thị Bình đã loại. Lý do: Trả lời trong 20 giây", html, StringComparison.Ordinal);
        Assert.Contains($"name=\"form\" value=\"{Quick}\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain($"name=\"form\" value=\"{Twice}\"", html, StringComparison.Ordinal); // of one person, the second never counts
        Assert.Contains("phiếu trùng luôn không được tính", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/xem-xet", "?page=1&pageSize=20&state=Flagged")]
    [InlineData("/xem-xet?dauHieu=speeding&ketLuan=loai", "?page=1&pageSize=20&flag=speeding&state=Excluded")]
    [InlineData("/xem-xet?dauHieu=la&ketLuan=tat-ca", "?page=1&pageSize=20")]
    public async Task The_filter_stands_in_the_address(string address, string asked)
    {
        AnswerForms();
        await ReadAsync(address);

        Assert.Equal($"{Api}/submissions{asked}", _portal.Gateway.CallsTo($"{Api}/submissions").Single().Path);
    }

    [Fact]
    public async Task Enter_in_the_reason_excludes_and_never_accepts()
    {
        AnswerForms();
        var html = await ReadAsync("/xem-xet");

        // A browser presses the first button of the form.
        Assert.Equal("excluded", FirstButton().Match(html[html.IndexOf("data-review>", StringComparison.Ordinal)..]).Groups["value"].Value);
    }

    [Fact]
    public async Task Chosen_forms_are_excluded_with_the_reason_and_the_filter_is_kept()
    {
        AnswerForms();
        _portal.Gateway.Answer($"POST {Api}/submissions/reviews", new { reviewed = 1 });
        using var browser = await _portal.SignedInAsync(Cancellation);
        using var answer = await PortalHost.SubmitAsync(
            browser, $"{Page}/xem-xet", $"{Page}/xem-xet?dauHieu=speeding", new() { ["form"] = Quick.ToString(), ["decision"] = "excluded", ["reason"] = " Trả lời trong 20 giây " }, Cancellation);

        Assert.Equal($"{Page}/xem-xet?dauHieu=speeding", answer.Headers.Location?.OriginalString);
        var sent = JsonDocument.Parse(_portal.Gateway.CallsTo($"{Api}/submissions/reviews").Single().Body).RootElement;
        Assert.Equal((Quick, "excluded", "Trả lời trong 20 giây"), (sent.GetProperty("ids")[0].GetGuid(), sent.GetProperty("decision").GetString(), sent.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task A_refused_decision_keeps_what_was_chosen_and_typed()
    {
        AnswerForms();
        _portal.Gateway.Answer(
            $"POST {Api}/submissions/reviews", new { title = "Dữ liệu không hợp lệ", errors = new { reason = new[] { "Ghi lý do loại phiếu." } } }, HttpStatusCode.BadRequest);
        using var browser = await _portal.SignedInAsync(Cancellation);
        using var answer = await PortalHost.SubmitAsync(
            browser, $"{Page}/xem-xet", $"{Page}/xem-xet", new() { ["form"] = Quick.ToString(), ["decision"] = "excluded", ["reason"] = "" }, Cancellation);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Ghi lý do loại phiếu.", html, StringComparison.Ordinal);
        Assert.Contains($"value=\"{Quick}\" checked", html, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_the_survey_is_closed_decisions_can_only_be_read()
    {
        AnswerSurvey("closed");
        AnswerForms();
        var html = await ReadAsync("/xem-xet?ketLuan=tat-ca");

        Assert.DoesNotContain("name=\"form\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"decision\"", html, StringComparison.Ordinal);
        Assert.Contains("Lê Thị Bình đã loại", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_last_form_of_the_last_page_the_page_before_is_shown()
    {
        _portal.Gateway.Answer($"{Api}/submissions", new { items = Array.Empty<object>(), total = 20 });
        using var browser = await _portal.SignedInAsync(Cancellation);
        using var answer = await browser.GetAsync(new Uri($"{Page}/xem-xet?dauHieu=speeding&trang=2", UriKind.Relative), Cancellation);

        Assert.Equal($"{Page}/xem-xet?dauHieu=speeding", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Before_the_closing_there_are_no_results_and_nobody_asks_for_them()
    {
        var html = await ReadAsync("/ket-qua");

        Assert.Contains("Chưa có kết quả", html, StringComparison.Ordinal);
        Assert.Empty(_portal.Gateway.CallsTo($"{Api}/statistics"));
    }

    [Fact]
    public async Task Units_are_ranked_with_interval_and_last_year_and_a_hidden_one_says_why()
    {
        AnswerResults();
        var html = await ReadAsync("/ket-qua");

        Assert.Contains("Sở, ban, ngành: cao nhất là Sở B (92,35 %), thấp nhất 80,50 %", html, StringComparison.Ordinal);
        var rows = RowsOf(html, "interval-table");
        Assert.Equal("1 Sở B 92,35 86,47 – 98,23 120 93,50 −1,16", rows[1]);
        Assert.Equal("2 Sở A 80,50 76,58 – 84,42 100 – –", rows[2]);
        Assert.Equal("– Sở C – không nêu: dưới 5 người trả lời hoặc có thể suy ra – – không nêu: dưới 5 người trả lời hoặc có thể suy ra – –", rows[3]);
        Assert.Contains("<line class=\"interval-stem\" x1=\"0\" x2=\"92.35%\"", html, StringComparison.Ordinal);
        Assert.Contains("<line class=\"interval-range\" x1=\"76.58%\" x2=\"84.42%\"", html, StringComparison.Ordinal);
        Assert.Contains("tỷ lệ người chọn mức 4 hoặc mức 5", html, StringComparison.Ordinal);
        Assert.Contains("“–”: dưới 5 người trả lời hoặc có thể suy ra", html, StringComparison.Ordinal);
        Assert.Contains("1,50 / 2,00", html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        Assert.EndsWith("?summary=true", _portal.Gateway.CallsTo($"{Api}/statistics").Single().Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Factors_of_units_stand_below_those_of_all()
    {
        AnswerResults();

        Assert.Equal(
            ["Cơ quan, đơn vị Tiếp cận", "Chung các đơn vị 85,00", "Sở B 90,00", "Sở A 81,00", "Sở C – không nêu: dưới 5 người trả lời hoặc có thể suy ra"],
            RowsOf(await ReadAsync("/ket-qua"), "table dense"));
    }

    [Fact]
    public async Task A_unit_goes_down_to_how_often_each_option_was_chosen()
    {
        AnswerResults();
        var html = await ReadAsync("/ket-qua?donVi=A");

        Assert.Equal(2, _portal.Gateway.CallsTo($"{Api}/statistics").Count());
        Assert.Contains(_portal.Gateway.CallsTo($"{Api}/statistics"), call => call.Path.EndsWith($"?unitId={UnitA}", StringComparison.Ordinal));
        Assert.Contains("Nơi ngồi chờ đủ chỗ", html, StringComparison.Ordinal);
        Assert.Equal(["Phương án Số người Tỷ lệ (%)", "Rất hài lòng 70 71,25"], RowsOf(html, "amounts").Take(2));
        Assert.Contains("width=\"71.25%\"", html, StringComparison.Ordinal);
        Assert.Equal("Rất không hài lòng – không nêu: dưới 5 người trả lời hoặc có thể suy ra – không nêu: dưới 5 người trả lời hoặc có thể suy ra", RowsOf(html, "amounts")[2]);
        using var browser = await _portal.SignedInAsync(Cancellation);
        using var unknown = await browser.GetAsync(new Uri($"{Page}/ket-qua?donVi=X", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Theory]
    [InlineData("du-lieu.csv", "results.csv")]
    [InlineData("bang-ma.csv", "codebook.csv")]
    [InlineData("cau-tra-loi.csv", "answers.csv")]
    [InlineData("bao-cao.docx", "report.docx")]
    [InlineData("bao-cao.xlsx", "report.xlsx")]
    public async Task Files_are_handed_on_as_the_service_writes_them(string name, string file)
    {
        AnswerResults();
        _portal.Gateway.AnswerWith($"{Api}/{file}", () => new HttpResponseMessage { Content = new ByteArrayContent([1, 2, 3]) });
        using var browser = await _portal.SignedInAsync(Cancellation);

        Assert.Contains($"href=\"{Page}/ket-qua/{name}\"", await browser.GetStringAsync(new Uri($"{Page}/ket-qua", UriKind.Relative), Cancellation), StringComparison.Ordinal);
        Assert.Equal<byte[]>([1, 2, 3], await browser.GetByteArrayAsync(new Uri($"{Page}/ket-qua/{name}", UriKind.Relative), Cancellation));
    }

    [Fact]
    public async Task Single_answers_and_the_review_are_offered_to_home_affairs_alone()
    {
        AnswerResults();
        _portal.Gateway.Roles = ["leader"];
        var html = await ReadAsync("/ket-qua");

        Assert.DoesNotContain("cau-tra-loi.csv", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/xem-xet", html, StringComparison.Ordinal);
        Assert.Contains("bao-cao.docx", html, StringComparison.Ordinal);
    }

    private async Task<string> ReadAsync(string page)
    {
        using var browser = await _portal.SignedInAsync(Cancellation);
        using var answer = await browser.GetAsync(new Uri(Page + page, UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static List<string> RowsOf(string html, string table)
    {
        var from = html.IndexOf($"<table class=\"{table}", StringComparison.Ordinal) is >= 0 and var start ? start : html.LastIndexOf("<table", html.IndexOf(table, StringComparison.Ordinal), StringComparison.Ordinal);
        return [.. Row().Matches(html[from..html.IndexOf("</table>", from, StringComparison.Ordinal)]).Select(row => Blank().Replace(Tag().Replace(row.Value, " "), " ").Trim().Replace(" 0 50 100", "", StringComparison.Ordinal))];
    }

    private void AnswerSurvey(string status) => _portal.Gateway.Answer(
        Api, new { id = Survey, campaignId = Samples.Id, code = "hai-long", name = "Khảo sát hài lòng", status, openedAt = "2026-10-01T01:00:00Z", closedAt = status == "closed" ? "2026-11-20T01:00:00Z" : null, practice = false });

    private void AnswerBoard(string status) => _portal.Gateway.Answer($"{Api}/board", new
    {
        submissions = 250, counted = 240, flagged = 4, excluded = 10,
        strata = new[] { new { respondentGroup = "dan", respondentGroupName = "Người dân", stratum = "Hộ tịch", sample = 286, answered = 242, stored = 250, counted = 240 } },
        enumerators = new[] { new { name = "Trần Văn Nam", stored = 40, flagged = 2, duplicates = 1, days = 3 } },
        days = new[] { new { day = "2026-10-05", submissions = 50 }, new { day = "2026-10-06", submissions = 200 } },
        channels = new[] { new { channel = "tablet", submissions = 40 } }, flags = new[] { new { flag = "speeding", submissions = 3 } }, asOf = "2026-10-06T09:00:00Z", status,
    });

    private void AnswerForms() => _portal.Gateway.Answer($"{Api}/submissions", new
    {
        items = new object[]
        {
            new
            {
                id = Quick, day = "2026-10-05", channel = "link", respondentGroup = "Người dân", stratum = "", flags = new[] { "speeding", "straight-lining" }, state = "excluded",
                reason = "Trả lời trong 20 giây", reviewedBy = "Lê Thị Bình", answers = new[] { new { questionCode = "Q1", questionText = "Nơi ngồi chờ đủ chỗ", unitName = "Sở A", value = "Rất hài lòng" } },
            },
            new { id = Twice, day = "2026-10-05", channel = "tablet", respondentGroup = "Người dân", stratum = "Hộ tịch", enumerator = "Trần Văn Nam", flags = new[] { "duplicate" }, state = "excluded", answers = Array.Empty<object>() },
        },
        total = 2,
    });

    private void AnswerResults()
    {
        AnswerSurvey("closed");
        _portal.Gateway.Answer($"{Api}/results", new
        {
            items = new[] { new { unitId = UnitA, unitCode = "A", unitName = "Sở A", groupCode = "so", leafCode = "7.1", maxPoints = 2m, answers = 100, percentage = 75m, points = 1.5m, suppressed = false } },
        });
        _portal.Gateway.Answer($"{Api}/statistics", new
        {
            formula = "topTwo", closedAt = "2026-11-20T01:00:00Z", lastYearName = "Khảo sát hài lòng 2025", groups = new[] { new { code = "so", name = "Sở, ban, ngành" } },
            statistics = new object[]
            {
                Statistic(null, null, "total", "", 220, 84.46m, 82, 86.92m, lastYear: 83.1m), Statistic(null, null, "factor", "Tiếp cận", 220, 85, 83, 87),
                Statistic(UnitA, "A", "total", "", 100, 80.495m, 76.575m, 84.415m), Statistic(UnitA, "A", "factor", "Tiếp cận", 100, 81, 77, 85),
                Statistic(UnitB, "B", "total", "", 120, 92.345m, 86.465m, 98.225m, lastYear: 93.5m), Statistic(UnitB, "B", "factor", "Tiếp cận", 120, 90, 86, 94),
                Statistic(UnitC, "C", "total", "", null, null, null, null, suppressed: true), Statistic(UnitC, "C", "factor", "Tiếp cận", null, null, null, null, suppressed: true),
                Statistic(UnitA, "A", "question", "Q1", 100, 81, 77, 85),
            },
        });
    }

    private static object Statistic(Guid? unit, string? unitCode, string kind, string code, int? people, decimal? value, decimal? low, decimal? high, decimal? lastYear = null, bool suppressed = false) => new
    {
        unitId = unit, unitCode, unitName = unitCode is null ? null : $"Sở {unitCode}", kind, code, name = kind == "question" ? "Nơi ngồi chờ đủ chỗ" : code, respondents = people, value, standardError = (decimal?)null, low,
        high, lastYear, suppressed, groupCode = unit is null ? null : "so", factor = kind == "question" ? "Tiếp cận" : null,
        options = kind == "question"
            ? new object[] { new { code = "5", text = "Rất hài lòng", count = 70, share = 71.25m }, new { code = "1", text = "Rất không hài lòng", count = (int?)null, share = (decimal?)null } }
            : [],
    };

    [GeneratedRegex("<button[^>]* value=\"(?<value>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex FirstButton();

    [GeneratedRegex("<tr.*?</tr>", RegexOptions.Singleline, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("<[^>]+>", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blank();
}
