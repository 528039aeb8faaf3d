using System.Net;
using System.Text.Json;

namespace CCHC.Portal.Tests;

public sealed class AnalysisPageTests : IClassFixture<PortalHost>
{
    private const string Api = "/api/ranking/campaigns/th";
    private const string Unit = "/xep-hang/th/STC";

    private readonly PortalHost _portal;

    public AnalysisPageTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Roles = ["home-affairs"];
        _portal.Gateway.Answer($"{Api}/standings/STC", new
        {
            campaign = "th", campaignName = "Chỉ số 2025", group = "so", groupName = "Khối sở", unitCode = "STC", unitName = "Sở Tài chính", index = 70.5m, points = 70.5m, maxPoints = 100m, status = "complete",
            leaves = new[] { Leaf("1.1", "Ban hành kế hoạch", 50, 35.5m), Leaf("2.2", "Chỉ số hài lòng", 50, 35) },
        });
        _portal.Gateway.Answer($"{Api}/last-year/STC", new { items = Array.Empty<object>() });
        _portal.Gateway.Answer($"{Api}/standings/STC/lifts", new
        {
            unitCode = "STC", unitName = "Sở Tài chính",
            toNextRank = new { outcome = "found", more = true, items = new[] { new { leaves = new[] { new { code = "1.1", name = "Ban hành kế hoạch", from = 35.5m, to = 50m } }, pointsToWin = 14.5m, index = 85m, rank = 1, @class = "Tốt" } } },
            toNextClass = new { outcome = "alreadyBest", more = false, items = Array.Empty<object>() },
        });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_certainty_of_ranks_says_between_which_a_unit_stands_and_what_was_supposed()
    {
        AnswerCertainty();
        var html = await GetAsync("/xep-hang/th/do-chac-chan?khoi=so&trong-so=15&tham-dinh=2,5");
        Assert.Contains("1 trong 2 đơn vị có thứ hạng chắc chắn; đơn vị kém chắc chắn nhất có thể xê dịch 1 hạng.", html, StringComparison.Ordinal);
        Assert.Contains("1–2", html, StringComparison.Ordinal);
        Assert.Contains("87,50 %", html, StringComparison.Ordinal);
        Assert.Contains("Tính thử 10.000 lần (số khởi đầu 1", html, StringComparison.Ordinal);
        Assert.Contains("3 trong 4 kết quả điều tra có sai số", html, StringComparison.Ordinal);
        Assert.EndsWith("?group=so&weights=15&appraisers=2.5", Assert.Single(_portal.Gateway.CallsTo($"{Api}/rank-intervals")).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "Độ chênh giữa những người thẩm định lấy theo mức đã ghi ở trên, vì chưa có tiêu chí nào được chấm độc lập.")]
    [InlineData(12, 1240, "Độ chênh giữa những người thẩm định: 12 trong 30 tiêu chí thẩm định lấy từ 1.240 lượt chấm độc lập (độ lệch chuẩn gộp của các đơn vị trong khối)")]
    public async Task The_certainty_of_ranks_says_on_how_many_independent_scores_it_rests(int measured, int opinions, string expected)
    {
        AnswerCertainty(measured, opinions);
        Assert.Contains(expected, await GetAsync("/xep-hang/th/do-chac-chan?khoi=so"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_supposition_that_cannot_be_is_named_and_the_usual_one_taken()
    {
        AnswerCertainty();
        using var browser = await _portal.SignedInAsync(Cancellation);
        using var answer = await browser.GetAsync(new Uri("/xep-hang/th/do-chac-chan?khoi=so&trong-so=80", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.EndsWith("?group=so&weights=10&appraisers=0", Assert.Single(_portal.Gateway.CallsTo($"{Api}/rank-intervals")).Path, StringComparison.Ordinal);
        Assert.Contains("Ghi một số từ 0 đến 50.", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation)), StringComparison.Ordinal);
    }

    private void AnswerCertainty(int measuredLeaves = 0, int opinions = 0) => _portal.Gateway.Answer($"{Api}/rank-intervals", new
    {
        campaign = "th", campaignName = "Chỉ số 2025", group = "so", groupName = "Khối sở", practice = false, provisional = false, replications = 10000, seed = 1, top = 1, surveyErrors = 3, surveyResults = 4, measuredLeaves, appraisedLeaves = 30, opinions,
        items = new object[]
        {
            new { unitCode = "STC", unitName = "Sở Tài chính", rank = 1, index = 90m, rank5 = 1, rank50 = 1, rank95 = 2, inTop = 0.875, aboveNext = 0.875 },
            new { unitCode = "SYT", unitName = "Sở Y tế", rank = 2, index = 89.5m, rank5 = 2, rank50 = 2, rank95 = 2, inTop = 0.125, aboveNext = (double?)null },
        },
    });

    [Fact]
    public async Task The_way_up_names_its_leaves_and_leads_to_a_link_that_holds_them()
    {
        var html = await GetAsync($"{Unit}/gia-dinh");
        Assert.Contains("1.1 Ban hành kế hoạch: 35,50 lên 50,00", html, StringComparison.Ordinal);
        Assert.Contains("chỉ số 85,00, hạng 1, xếp loại Tốt.", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"{Unit}/gia-dinh?d.1.1=50\"", html, StringComparison.Ordinal);
        Assert.Contains("Còn những cách khác", html, StringComparison.Ordinal);
        Assert.Contains("Đơn vị đã ở bậc xếp loại cao nhất.", html, StringComparison.Ordinal);
        Assert.Empty(_portal.Gateway.CallsTo($"{Api}/what-if"));
    }

    [Fact]
    public async Task What_was_typed_becomes_an_address_with_the_changed_points_alone()
    {
        using var browser = await _portal.SignedInAsync(Cancellation);
        using var answer = await browser.GetAsync(new Uri($"{Unit}/gia-dinh?tinh=1&d.1.1=48,25&d.2.2=35,00", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"{Unit}/gia-dinh?d.1.1=48,25", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task The_answer_shows_the_unit_and_those_it_passes()
    {
        _portal.Gateway.Answer($"{Api}/what-if", new
        {
            items = new[]
            {
                Place("STC", "Sở Tài chính", (2, 70.5m), (1, 83.25m)), Place("SNV", "Sở Nội vụ", (1, 80), (2, 80)), Place("SYT", "Sở Y tế", (3, 60), (3, 60)),
            },
        });
        var html = await GetAsync($"{Unit}/gia-dinh?d.1.1=48%2C25");

        Assert.Contains("Chỉ số 83,25, hạng 1, xếp loại Tốt", html, StringComparison.Ordinal);
        Assert.Contains("Hiện nay: chỉ số 70,50, hạng 2", html, StringComparison.Ordinal);
        Assert.Contains("Sở Nội vụ", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Sở Y tế", html, StringComparison.Ordinal); // stays where it is
        var sent = JsonDocument.Parse(_portal.Gateway.CallsTo($"{Api}/what-if").Single().Body).RootElement;
        Assert.Equal(("so", "STC", "1.1", 48.25m), (sent.GetProperty("group").GetString(), sent.GetProperty("changes")[0].GetProperty("unitCode").GetString(), sent.GetProperty("changes")[0].GetProperty("leafCode").GetString(), sent.GetProperty("changes")[0].GetProperty("points").GetDecimal()));
    }

    [Fact]
    public async Task Points_above_the_maximum_are_refused_beside_the_field()
    {
        var html = await GetAsync($"{Unit}/gia-dinh?tinh=1&d.1.1=51", HttpStatusCode.BadRequest);
        Assert.Contains("Tiêu chí 1.1: ghi một số từ 0 đến 50,00.", html, StringComparison.Ordinal);
        Assert.Contains("value=\"51\" aria-invalid=\"true\"", html, StringComparison.Ordinal);
        Assert.Empty(_portal.Gateway.CallsTo($"{Api}/what-if"));
    }

    [Fact]
    public async Task The_analysis_begins_with_what_decides_the_ranking()
    {
        _portal.Gateway.Answer($"{Api}/analysis", new
        {
            campaign = "th", campaignName = "Chỉ số 2025", group = "so", groupName = "Khối sở", practice = false, provisional = true, units = 3,
            items = new object[]
            {
                Item("1", "Cải cách thể chế", 0.5, 0.25, []),
                Item("2", "Thủ tục hành chính", 0.5, 0.75, [new { unitCode = "STC", unitName = "Sở Tài chính", rank = 2, without = 1 }]),
            },
        });
        var html = await GetAsync("/xep-hang/th/phan-tich?khoi=so");

        Assert.Contains("2. Thủ tục hành chính quyết định thứ hạng nhiều nhất: 75,00 % khác biệt giữa các đơn vị, trong khi trọng số danh nghĩa là 50,00 %.", html, StringComparison.Ordinal);
        Assert.Contains("Sở Tài chính: hạng 2 thành 1", html, StringComparison.Ordinal);
        Assert.Contains("<rect class=\"box\" x=\"60%\" width=\"20%\"", html, StringComparison.Ordinal);
        Assert.Contains("Tạm tính", html, StringComparison.Ordinal);
        Assert.Contains("by=field", _portal.Gateway.CallsTo($"{Api}/analysis").Single().Path, StringComparison.Ordinal);
    }

    private static object Leaf(string code, string name, decimal max, decimal points) =>
        new { code, name, fieldCode = "1", source = "appraised", kind = "ordinary", maxPoints = max, applicable = true, points, final = true, selfPoints = points, appraisedPoints = points };

    private static object Place(string code, string name, (int Rank, decimal Index) before, (int Rank, decimal Index) after) => new
    {
        unitCode = code, unitName = name, before = new { rank = before.Rank, shared = false, index = before.Index, @class = "Khá" }, after = new { rank = after.Rank, shared = false, index = after.Index, @class = "Tốt" },
        ranksGained = before.Rank - after.Rank, indexGained = after.Index - before.Index,
    };

    private static object Item(string code, string name, double nominal, double effective, object[] moves) => new
    {
        code, name, maxPoints = 50m, spread = new { units = 3, minimum = 0.5m, lowerQuartile = 0.6m, median = 0.7m, upperQuartile = 0.8m, maximum = 0.9m, mean = 0.7m }, nominal, effective, correlation = 0.5,
        meanShift = 0.5, largestShift = 1, kendallTau = 0.5, moves,
    };

    private async Task<string> GetAsync(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var browser = await _portal.SignedInAsync(Cancellation);
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.Equal(expected, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation));
    }
}
