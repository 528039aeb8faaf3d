using System.Net;
using CCHC.Portal.Results;
using CCHC.Scoring;

namespace CCHC.Portal.Tests;

/// <summary>Pictures of a result, each computed by hand here, and the tables that hold their figures.</summary>
public sealed class ResultChartTests : IClassFixture<PortalHost>
{
    private const string Unit = "/ket-qua/so-2024/STC";

    private readonly PortalHost _portal;

    public ResultChartTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Roles = ["home-affairs"];
        _portal.Gateway.Answer("/api/public/v1/campaigns", Samples.Campaigns);
        _portal.Gateway.Answer("/api/public/v1/campaigns/so-2024/units/STC", new
        {
            group = "so", groupName = "Khối sở", publishedAt = DateTimeOffset.UnixEpoch, unitCode = "STC", unitName = "Sở Tài chính", rank = 1, index = 85.41m, points = 85.41m, maxPoints = 100m, @class = "Tốt",
            fields = new[]
            {
                new
                {
                    code = "1", name = "Chỉ đạo, điều hành", points = 5.25m, maxPoints = 10m,
                    criteria = new[]
                    {
                        Leaf("1.1", "Kế hoạch", "ordinary", 4, 4), Leaf("1.2", "Kiểm tra", "ordinary", 0.5m, 2), Leaf("1.3", "Tuyên truyền", "ordinary", 1.75m, 4), Leaf("1.4", "Sáng kiến", "bonus", 0, 1),
                        Leaf("1.5", "Báo cáo chậm", "penalty", 1, 2), Leaf("1.6", "Không có việc", "ordinary", 0, 3, applicable: false),
                    },
                },
            },
        });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Years_stand_across_by_their_distance_and_indices_between_round_numbers()
    {
        // From 78,20 to 85,41 the steps are 5, hence from 75 to 90: 3,2 / 15 of 120 pixels above the bottom, 10,41 / 15 of them.
        var axis = new TrendAxis([Year(2021, 78.2m, 7), Year(2022, 81, 4), Year(2025, 85.41m, 1)]);
        Assert.Equal((75, 90), (axis.Lowest, axis.Highest));
        Assert.Equal([75, 80, 85, 90], axis.Steps);
        Assert.Equal((124.4m, 66.72m), (axis.Down(78.2m), axis.Down(85.41m)));
        Assert.Equal(("12%", "32%", "92%"), (axis.Across(2021), axis.Across(2022), axis.Across(2025)));

        // Equal indices on a round number still have a scale.
        Assert.Equal([80, 85], new TrendAxis([Year(2023, 80, 1), Year(2024, 80, 1)]).Steps);
    }

    [Fact]
    public async Task A_unit_s_years_are_a_line_with_ranks_and_the_same_figures_stand_in_the_table()
    {
        ShowHistory(Item(2024, "so-2024", 85.41m, 1), Item(2023, "so-2023", 81, 4), Item(2022, "so-2022", 78.2m, 7));
        var html = await GetAsync(Unit);
        foreach (var words in (string[])
            [
                "Chỉ số tăng 7,21 điểm phần trăm từ năm 2022 đến năm 2024", "role=\"img\" aria-label=\"Chỉ số theo năm, phần trăm: năm 2022: 78,20, hạng 7/20; năm 2023: 81,00, hạng 4/20; năm 2024: 85,41, hạng 1/20\"",
                "<circle class=\"trend-point\" cx=\"52%\" cy=\"102\" r=\"5\"", ">4 / 20</td>", "href=\"/ket-qua/so-2022/STC\"",
            ])
        {
            Assert.Contains(words, html, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("stroke-dasharray", html, StringComparison.Ordinal);
        ShowHistory(Item(2024, "so-2024", 85.41m, 1), Item(2021, "so-2021", 90, 1));
        html = await GetAsync(Unit);
        Assert.Contains("Chỉ số giảm 4,59 điểm phần trăm từ năm 2021 đến năm 2024", html, StringComparison.Ordinal);
        Assert.Contains("stroke-dasharray", html, StringComparison.Ordinal); // two years without a result
    }

    [Fact]
    public async Task One_year_alone_is_told_in_a_sentence_and_a_ranking_that_is_away_takes_nothing_else_with_it()
    {
        ShowHistory(Item(2024, "so-2024", 85.41m, 1));
        var html = await GetAsync(Unit);
        Assert.Contains("chưa vẽ được xu hướng", html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"trend\"", html, StringComparison.Ordinal);

        _portal.Gateway.Answer("/api/public/v1/units/STC/history", new { }, HttpStatusCode.ServiceUnavailable);
        Assert.Contains("Điểm theo từng tiêu chí", await GetAsync(Unit), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lost_points_begin_with_the_largest_loss_a_penalty_is_lost_and_a_bonus_is_not()
    {
        // 4 − 1,75 = 2,25; 2 − 0,5 = 1,5; the penalty 1; of the longest maximum, 4, they are 2,25 / 4, 1,5 / 4 and 1 / 4 of 97 %.
        var lost = LostPoint.Of(
        [
            Told("1.1", "Kế hoạch", LeafKind.Ordinary, true, 4, 4), Told("1.2", "Kiểm tra", LeafKind.Ordinary, true, 0.5m, 2), Told("1.3", "Tuyên truyền", LeafKind.Ordinary, true, 1.75m, 4),
            Told("1.4", "Sáng kiến", LeafKind.Bonus, true, 0, 1), Told("1.5", "Báo cáo chậm", LeafKind.Penalty, true, 1, 2), Told("1.6", "Không có việc", LeafKind.Ordinary, false, 0, 3),
            Told("1.7", "Chưa chấm", LeafKind.Ordinary, true, null, 3),
        ]);
        Assert.Equal([("1.3", 2.25m), ("1.2", 1.5m), ("1.5", 1m)], lost.Select(leaf => (leaf.Code, leaf.Lost)));

        var html = await GetAsync(Unit);
        Assert.Contains("Mất nhiều điểm nhất ở tiêu chí 1.3. Tuyên truyền: 2,25 điểm", html, StringComparison.Ordinal);
        foreach (var (head, max) in (ReadOnlySpan<(string, string?)>)[("54.56%", "97%"), ("36.38%", "48.5%"), ("24.25%", null)])
        {
            Assert.Contains($"<circle class=\"interval-head\" cx=\"{head}\"", html, StringComparison.Ordinal);
            Assert.True(max is null || html.Contains($"<line class=\"lost-max\" x1=\"0\" x2=\"{max}\"", StringComparison.Ordinal));
        }

        Assert.Equal(2, html.Split("class=\"lost-max\" x1=\"0\"").Length - 1);
    }

    [Fact]
    public void Two_years_are_joined_unit_by_unit_and_a_merged_unit_by_each_of_those_it_was_made_of()
    {
        var slope = new Slope(2025,
        [
            new("Sở Tư pháp", 1, Shared: false, 93, [new("Sở Tư pháp", 2, 80)]),
            new("Sở Tài chính", 2, Shared: false, 92.5m, [new("Sở Kế hoạch", 3, 62), new("Sở Tài chính", 1, 96)]),
            new("Sở mới", 3, Shared: false, 90, []),
            new("Sở Y tế", 4, Shared: false, 85.004m, [new("Sở Y tế", 4, 60.005m)]),
            new("Sở Xây dựng", Rank: null, Shared: false, Index: null, [new("Sở Xây dựng", 5, 50)]),
        ]);
        Assert.Equal(["Sở Tài chính", "Sở Tư pháp", "Sở Kế hoạch", "Sở Y tế"], slope.Then.Select(place => place.UnitName));
        Assert.Equal(["Sở Tư pháp", "Sở Tài chính", "Sở Y tế"], slope.Now.Select(row => row.UnitName));
        Assert.Equal([new SlopeLine(0, 1, 0), new SlopeLine(1, 0, 1), new SlopeLine(2, 1, 0), new SlopeLine(3, 2, 0)], slope.Lines);
        Assert.Equal("Sở Tư pháp", slope.Climber!.UnitName);
        Assert.Equal([1, null, null, 0, null], slope.Rows.Select(row => row.RanksGained));
        Assert.Equal([13, null, null, 24.99m, null], slope.Rows.Select(row => row.IndexGained)); // 85,00 − 60,01 as printed
    }

    [Fact]
    public async Task Staff_see_who_rose_and_whoever_has_a_conflict_of_interest_does_not()
    {
        ShowStandings([]);
        _portal.Gateway.Answer("/api/ranking/campaigns/th/last-year", new
        {
            items = new[] { new { unitCode = "A", lastYear = new[] { Then("Sở A", 80, 3) } }, new { unitCode = "B", lastYear = new[] { Then("Sở B", 96, 1) } }, new { unitCode = "C", lastYear = Array.Empty<object>() } },
        });
        var html = await GetAsync("/xep-hang/th/so-voi-nam-truoc?khoi=so");
        foreach (var words in (string[])
            [
                "Sở A lên nhiều bậc nhất: từ hạng 3 lên hạng 1.", "Thứ hạng của 2 đơn vị năm 2024 nối với thứ hạng năm 2025", "<line class=\"slope-line slope-up\" x1=\"0\" x2=\"100%\" y1=\"3em\" y2=\"1em\"",
                "<line class=\"slope-line slope-down\" x1=\"0\" x2=\"100%\" y1=\"1em\" y2=\"3em\"", ">↑2</td>", ">↓1</td>", ">+13,00</td>", ">−4,00</td>", "Sở C", "aria-current=\"page\">So với năm trước</a>", "Tạm tính",
            ])
        {
            Assert.Contains(words, html, StringComparison.Ordinal);
        }

        Assert.Contains("href=\"/xep-hang/th/so-voi-nam-truoc?khoi=so\"", await GetAsync("/xep-hang/th?khoi=so"), StringComparison.Ordinal);
        _portal.Gateway.Answer("/api/ranking/campaigns/th/last-year", new { items = new[] { new { unitCode = "A", lastYear = Array.Empty<object>() } } });
        Assert.Contains("Chưa có kết quả năm 2024", await GetAsync("/xep-hang/th/so-voi-nam-truoc?khoi=so"), StringComparison.Ordinal);

        ShowStandings(["Sở X"]);
        using var browser = await _portal.SignedInAsync(Cancellation);
        using var barred = await browser.GetAsync(new Uri("/xep-hang/th/so-voi-nam-truoc?khoi=so", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, barred.StatusCode);
    }

    [Fact]
    public async Task Everybody_sees_the_published_years_side_by_side_where_the_group_is_the_same()
    {
        _portal.Gateway.Answer("/api/public/v1/campaigns", new[] { Campaign("so-2024", 2024, "so"), Campaign("so-2023", 2023, "so"), Campaign("xa-2023", 2023, "xa") });
        _portal.Gateway.Answer("/api/public/v1/campaigns/so-2024/rankings", Published((1, "A", 93), (2, "B", 92)));
        _portal.Gateway.Answer("/api/public/v1/campaigns/so-2023/rankings", Published((1, "B", 96), (2, "A", 80)));
        var html = await GetAsync("/ket-qua/so-2024");
        Assert.Contains("So với năm 2023", html, StringComparison.Ordinal);
        Assert.Contains(">+13,00</td>", html, StringComparison.Ordinal);

        _portal.Gateway.Answer("/api/public/v1/campaigns/so-2023/rankings", Published((1, "C", 96), (2, "A", 80)));
        Assert.DoesNotContain("So với năm 2023", await GetAsync("/ket-qua/so-2024"), StringComparison.Ordinal); // one unit alone is no comparison
    }

    private static YearResult Year(int year, decimal index, int rank) => new(year, $"so-{year}", $"Kỳ {year}", "Sở Tài chính", rank, 20, index, "Tốt", DateTimeOffset.UnixEpoch);

    private static LostLeaf Told(string code, string name, LeafKind kind, bool applicable, decimal? points, decimal max) =>
        new(name, new LeafScore(code, kind, PointSource.Appraised, max, points, applicable));

    private static object Item(int year, string campaign, decimal index, int rank) =>
        new { year, campaign, campaignName = $"Kỳ {year}", unitName = "Sở Tài chính", rank, ranked = 20, index, @class = "Tốt", publishedAt = DateTimeOffset.UnixEpoch };

    private static object Leaf(string code, string name, string kind, decimal points, decimal maxPoints, bool applicable = true) =>
        new { code, name, path = Array.Empty<string>(), source = "appraised", kind, points, maxPoints, applicable };

    private static object Then(string unitName, decimal index, int rank) => new { unitCode = "x", unitName, index, rank, @class = "Tốt", campaignCode = "th-2024" };

    private static object Campaign(string code, int year, string group) => new { code, name = $"Chỉ số {year}", year, status = "published", groups = new[] { new { code = group, name = "Khối sở" } } };

    private static object Published(params (int Rank, string Code, decimal Index)[] units) => new
    {
        publishedAt = DateTimeOffset.UnixEpoch, mean = 85m,
        items = units.Select(unit => new { rank = unit.Rank, unitCode = unit.Code, unitName = $"Sở {unit.Code}", index = unit.Index, points = unit.Index, maxPoints = 100m, @class = "Tốt", status = "complete" }),
    };

    private void ShowHistory(params object[] items) => _portal.Gateway.Answer("/api/public/v1/units/STC/history", new { unitCode = "STC", unitName = "Sở Tài chính", items });

    private void ShowStandings(string[] withheld)
    {
        _portal.Gateway.Answer("/api/public/v1/campaigns", new[] { new { code = "th", name = "Chỉ số 2025", year = 2025, status = "open", groups = new[] { new { code = "so", name = "Khối sở" } } } });
        _portal.Gateway.Answer("/api/ranking/campaigns/th/standings", new
        {
            campaign = "th", campaignName = "Chỉ số 2025", year = 2025, group = "so", groupName = "Khối sở", provisional = true, computedAt = DateTimeOffset.UnixEpoch, withheld,
            items = new[] { ("A", 1, 93m), ("B", 2, 92m), ("C", 3, 90m) }.Select(unit => new
            {
                rank = unit.Item2, shared = false, unitCode = unit.Item1, unitName = $"Sở {unit.Item1}", index = unit.Item3, points = unit.Item3, maxPoints = 100m, status = "provisional", missing = Array.Empty<string>(),
            }),
        });
    }

    private async Task<string> GetAsync(string path)
    {
        using var browser = await _portal.SignedInAsync(Cancellation);
        return WebUtility.HtmlDecode(await browser.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation));
    }
}
