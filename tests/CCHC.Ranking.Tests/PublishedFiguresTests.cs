using System.Net;
using System.Text.Json;
using CCHC.Ranking.Data;
using CCHC.Scoring;
using CCHC.Testing;

namespace CCHC.Ranking.Tests;

/// <summary>Results that were really published, imported and read back through the public API.</summary>
public sealed class PublishedFiguresTests(ServiceHost<RankingDbContext> ranking) : IClassFixture<ServiceHost<RankingDbContext>>
{
    [Fact]
    public async Task The_63_provinces_of_PCI_2013_get_their_published_ranks_and_totals()
    {
        decimal[] coefficients = [0.5m, 0.5m, 2, 0.5m, 1, 0.5m, 0.5m, 2, 2, 0.5m];
        var rows = Table.ReadShared("pci_2013.csv");
        var components = rows[0].Cells.Keys.Where(column => column.StartsWith("sub", StringComparison.Ordinal)).ToArray();
        var lines = rows.SelectMany(row => components.Zip(coefficients).Select(component => new ResultLine
        {
            CampaignCode = "PCI-2013",
            CampaignName = "Chỉ số năng lực cạnh tranh cấp tỉnh 2013",
            Year = "2013",
            GroupCode = "tinh",
            GroupName = "Tỉnh, thành phố",
            UnitCode = row["province"],
            UnitName = row["province"],
            CriterionCode = component.First,
            CriterionName = component.First,
            MaxPoints = ResultsFile.Text(component.Second * 10),
            Points = ResultsFile.Text(component.Second * row.Number(component.First)),
        }));

        await Stored(lines, units: 63, lines: 630);

        var published = await ranking.Public("campaigns/PCI-2013/rankings?group=tinh");
        var byUnit = published.Items().ToDictionary(item => item.Text("unitCode")!);
        Assert.Equal(63, byUnit.Count);
        Assert.All(rows, row =>
        {
            var item = byUnit[row["province"].Normalize()];
            Assert.Equal(row.Whole("pci_rank"), item.Whole("rank"));
            Assert.InRange(item.Number("points")!.Value - row.Number("pci_total"), -0.00001m, 0.00001m);
            Assert.Equal(100, item.Number("maxPoints"));
            Assert.Equal(item.Number("points"), item.Number("index"));
        });
        Assert.Equal(rows.OrderBy(row => row.Whole("pci_rank")).Select(row => row["province"].Normalize()), published.Items().Select(item => item.Text("unitCode")));
    }

    [Fact]
    public async Task Departments_of_Thanh_Hoa_2024_keep_their_order_where_two_decimals_are_equal()
    {
        // Published: 90.02 for ranks 2 and 3, 85.02 for 13 and 14. The third decimal, which the publication does not print, is ours.
        var rows = Table.Read("thanh_hoa_2024_so.csv");
        var lines = rows.Select(row => Whole("TH-2024", "2024", "so", row["don_vi"]) with
        {
            Points = ResultsFile.Text(row.Number("chi_so_phan_tram") + (row.Whole("hang_published") is 2 or 13 ? 0.001m : 0)),
        });

        await Stored(lines, units: 20, lines: 20);

        var published = await ranking.Public("campaigns/TH-2024/rankings?group=so");
        Assert.Equal(rows.Select(row => (row.Whole("hang_published"), row["don_vi"])), Ranks(published));
        Assert.Equal(
            rows.Select(row => row.Number("chi_so_phan_tram")), published.Items().Select(item => IndexCalculator.Round2(item.Number("index")!.Value)));
        Assert.Equal(85.41m, IndexCalculator.Round2(published.Number("mean")!.Value));
    }

    [Fact]
    public async Task Equal_indices_share_a_rank_and_the_next_is_skipped()
    {
        var rows = Table.Read("thanh_hoa_2024_so.csv");
        var lines = rows.Select(row => Whole("TH-2024-BANG", "2024", "so", row["don_vi"]) with { Points = row["chi_so_phan_tram"] });

        await Stored(lines, units: 20, lines: 20);

        var published = await ranking.Public("campaigns/TH-2024-BANG/rankings?group=so");
        Assert.Equal(
            [1, 2, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 13, 15, 16, 17, 18, 19, 20], published.Items().Select(item => item.Whole("rank")!.Value));
    }

    [Fact]
    public async Task Ban_Dan_toc_of_Thanh_Hoa_2023_reaches_81_33_percent_because_only_84_points_apply()
    {
        var rows = Table.Read("thanh_hoa_2023_partial.csv");
        var lines = rows.SelectMany(row =>
        {
            var whole = Whole("TH-2023", "2023", row["khoi"], row["don_vi"]);
            var applies = row["tong_diem"] == row["chi_so_phan_tram"];
            return (ResultLine[])
            [
                whole with { MaxPoints = "84", Points = applies ? ResultsFile.Text(row.Number("tong_diem") * 0.84m) : row["tong_diem"] },
                whole with
                {
                    CriterionCode = "1.2",
                    MaxPoints = "16",
                    Points = applies ? ResultsFile.Text(row.Number("tong_diem") * 0.16m) : "",
                    Applicable = applies ? "true" : "false",
                },
            ];
        });

        await Stored(lines, units: 8, lines: 16);

        foreach (var group in rows.GroupBy(row => row["khoi"]))
        {
            var published = await ranking.Public($"campaigns/TH-2023/rankings?group={group.Key}");
            Assert.Equal(group.Select(row => row["don_vi"]), published.Items().Select(item => item.Text("unitName")));
            Assert.Equal(
                group.Select(row => IndexCalculator.Round2(row.Number("chi_so_phan_tram"))),
                published.Items().Select(item => IndexCalculator.Round2(item.Number("index")!.Value)));
        }

        var card = await ranking.Public("campaigns/TH-2023/units/" + Uri.EscapeDataString("Ban Dân tộc tỉnh"));
        Assert.Equal((68.32m, 84m), (card.Number("points"), card.Number("maxPoints")));
        Assert.Equal(81.33m, IndexCalculator.Round2(card.Number("index")!.Value));
    }

    [Fact]
    public async Task One_criterion_may_have_another_maximum_for_another_unit()
    {
        var whole = Whole("TH-2023-84", "2023", "so", "Sở Công Thương");
        await Stored(
            [whole with { Points = "92.83" }, whole with { UnitCode = "Ban Dân tộc", UnitName = "Ban Dân tộc", MaxPoints = "84", Points = "68.32" }],
            units: 2, lines: 2);

        var published = await ranking.Public("campaigns/TH-2023-84/rankings");
        Assert.Equal([92.83m, 81.33m], published.Items().Select(item => IndexCalculator.Round2(item.Number("index")!.Value)));
    }

    [Fact]
    public async Task Quang_Binh_2023_has_two_groups_each_with_its_order_and_mean()
    {
        var departments = Table.Read("quang_binh_2023_so.csv");
        var districts = Table.Read("quang_binh_2023_huyen.csv");
        await Stored(
            departments.Select(row => Whole("QB-2023", "2023", "so", row["don_vi"]) with { Points = row["diem"] })
                .Concat(districts.Select(row => Whole("QB-2023", "2023", "huyen", row["don_vi"]) with { Points = row["diem"].Replace('.', ',') })),
            units: 29, lines: 29);

        var published = await ranking.Public("campaigns/QB-2023/rankings?group=so");
        Assert.Equal(departments.Select(row => (row.Whole("stt_published"), row["don_vi"])), Ranks(published));
        Assert.Equal(91.65m, IndexCalculator.Round2(published.Number("mean")!.Value));

        published = await ranking.Public("campaigns/QB-2023/rankings?group=huyen");
        Assert.Equal(districts.Select(row => (row.Whole("stt_published"), row["don_vi"])), Ranks(published));
        Assert.Equal(87.80m, IndexCalculator.Round2(published.Number("mean")!.Value));
    }

    [Fact]
    public async Task Provinces_of_PAR_INDEX_2012_are_the_sum_of_appraisal_and_survey()
    {
        var rows = Table.Read("par_index_2012_provinces_top19.csv");
        var lines = rows.SelectMany(row =>
        {
            var whole = Whole("PAR-2012", "2012", "tinh", row["unit_name"]);
            return (ResultLine[])
            [
                whole with { MaxPoints = "60", Points = row["score_moha"] },
                whole with { CriterionCode = "2.1", CriterionName = "Điều tra", Source = "survey", MaxPoints = "40", Points = row["score_survey"] },
            ];
        });

        await Stored(lines, units: 19, lines: 38);

        var published = await ranking.Public("campaigns/PAR-2012/rankings?group=tinh");
        Assert.Equal(rows.Select(row => (row.Whole("par_rank"), row["unit_name"])), Ranks(published));
        Assert.Equal(rows.Select(row => row.Number("par_index")), published.Items().Select(item => item.Number("index")!.Value));
    }

    [Theory]
    [InlineData("2015", 10)]
    [InlineData("2017", 11)]
    public async Task Provinces_keep_the_published_order_of_their_satisfaction_index(string year, int provinces)
    {
        // Published of 2015: 84.94 for ranks 4 and 5. The third decimal, which the publication does not print, is ours.
        var rows = Table.Read("sipas_provinces_partial.csv").Where(row => row["year"] == year).ToList();
        var lines = rows.Select(row => Whole("SIPAS-" + year, year, "tinh", row["geo_name"]) with
        {
            CriterionName = "Chỉ số hài lòng",
            Source = "external",
            Points = ResultsFile.Text(row.Number("sipas_index") + (year == "2015" && row.Whole("sipas_rank") is 4 ? 0.001m : 0)),
        });

        // Sent from last to first, so that the order is the service's own.
        await Stored(lines.Reverse(), units: provinces, lines: provinces);

        var published = await ranking.Public($"campaigns/SIPAS-{year}/rankings?group=tinh");
        Assert.Equal(rows.Select(row => (row.Whole("sipas_rank"), row["geo_name"])), Ranks(published));
        Assert.Equal(rows.Select(row => row.Number("sipas_index")), published.Items().Select(item => IndexCalculator.Round2(item.Number("index")!.Value)));
    }

    private static ResultLine Whole(string campaign, string year, string group, string unit) => new()
    {
        CampaignCode = campaign,
        CampaignName = "Chỉ số CCHC " + year,
        Year = year,
        GroupCode = group,
        GroupName = "Khối " + group,
        UnitCode = unit,
        UnitName = unit,
        MaxPoints = "100",
    };

    private static IEnumerable<(int Rank, string Unit)> Ranks(JsonElement published) =>
        published.Items().Select(item => (item.Whole("rank")!.Value, item.Text("unitName")!));

    private async Task Stored(IEnumerable<ResultLine> file, int units, int lines)
    {
        using var response = await ranking.Import(ResultsFile.Of(file));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var stored = await response.Body();
        Assert.Equal((1, units, lines, true), (stored.Whole("campaigns"), stored.Whole("units"), stored.Whole("rows"), stored.GetProperty("changed").GetBoolean()));
    }
}
