using System.Net;
using System.Text.Json;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Ranking.Data;
using CCHC.Scoring;
using CCHC.Testing;

namespace CCHC.Ranking.Tests;

/// <summary>The merger of departments in 2025, after the results of 2024 as Thanh Hóa published them (QĐ 482/QĐ-UBND, Data/thanh_hoa_2024_so.csv).</summary>
public sealed class LastYearTests(ServiceHost<RankingDbContext> ranking) : IClassFixture<ServiceHost<RankingDbContext>>
{
    private static readonly (string Code, string Name)[] Departments2024 =
    [
        ("so-giao-thong-van-tai", "Sở Giao thông vận tải"),
        ("so-xay-dung", "Sở Xây dựng"),
        ("so-ke-hoach-va-dau-tu", "Sở Kế hoạch và Đầu tư"),
        ("so-tai-chinh", "Sở Tài chính"),
        ("so-noi-vu", "Sở Nội vụ"),
        ("so-lao-dong-thuong-binh-va-xa-hoi", "Sở Lao động, Thương binh và Xã hội"),
        ("so-tu-phap", "Sở Tư pháp"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Merged_departments_show_the_published_figures_of_those_they_were_made_of_and_ties_are_decided_by_their_mean()
    {
        await Import2024();
        var campaign = await Tied(2025, AfterTheMerger, TieBreaker.LastYearIndex);

        // Ranks among the seven: 90.05, 90.02, 89.3, 85.91, 85.83, 85.1, 85.03.
        var items = (await Get(campaign, "last-year?group=so")).Items().ToArray();
        Assert.Equal(
            [("so-xay-dung-2025", "Sở Xây dựng"), ("so-noi-vu-2025", "Sở Nội vụ"), ("so-tai-chinh-2025", "Sở Tài chính"), ("so-tu-phap", "Sở Tư pháp")],
            items.Select(item => (item.Text("unitCode"), item.Text("unitName"))));
        Assert.Equal<(string?, string?, decimal?, int?, string?, string?)>(
            [
                ("so-giao-thong-van-tai", "Sở Giao thông vận tải", 85.83m, 5, null, "TH-2024"),
                ("so-xay-dung", "Sở Xây dựng", 85.91m, 4, null, "TH-2024"),
            ],
            Rows(items[0]));
        Assert.Equal<(string?, string?, decimal?, int?, string?, string?)>(
            [
                ("so-noi-vu", "Sở Nội vụ", 90.02m, 2, null, "TH-2024"),
                ("so-lao-dong-thuong-binh-va-xa-hoi", "Sở Lao động, Thương binh và Xã hội", 85.03m, 7, null, "TH-2024"),
            ],
            Rows(items[1]));
        Assert.Equal<(string?, string?, decimal?, int?, string?, string?)>(
            [
                ("so-ke-hoach-va-dau-tu", "Sở Kế hoạch và Đầu tư", 85.1m, 6, null, "TH-2024"),
                ("so-tai-chinh", "Sở Tài chính", 90.05m, 1, null, "TH-2024"),
            ],
            Rows(items[2]));
        Assert.Equal<(string?, string?, decimal?, int?, string?, string?)>([("so-tu-phap", "Sở Tư pháp", 89.3m, 3, null, "TH-2024")], Rows(items[3]));

        // The page of one unit tells the same, and one group need not be named.
        Assert.Equal(Rows(items[2]), Rows(await Get(campaign, "standings/so-tai-chinh-2025")));
        Assert.Equal("so", (await Get(campaign, "last-year")).Text("group"));

        // The imported file has one criterion of 100 points and no criteria set.
        var departments = (await Get(campaign, "last-year/so-tai-chinh-2025")).GetProperty("lastYear").EnumerateArray().ToArray();
        Assert.Equal(
            [("so-ke-hoach-va-dau-tu", 85.1m, 100m), ("so-tai-chinh", 90.05m, 100m)],
            departments.Select(x => (x.GetProperty("figures").Text("unitCode"), x.GetProperty("leaves")[0].Number("points"), x.GetProperty("leaves")[0].Number("maxPoints"))));
        Assert.All(departments, x => Assert.Equal(JsonValueKind.Null, x.GetProperty("criteriaSetId").ValueKind));

        // All have 74 of 100. Own 89.3; (90.05 + 85.1) / 2 = 87.575; (90.02 + 85.03) / 2 = 87.525; (85.91 + 85.83) / 2 = 85.87.
        // By the better predecessor Sở Tư pháp would be third, by the worse one Sở Xây dựng second.
        Assert.Equal(
            [("so-tu-phap", 1, 74m), ("so-tai-chinh-2025", 2, 74m), ("so-noi-vu-2025", 3, 74m), ("so-xay-dung-2025", 4, 74m)], await Ranks(campaign));
    }

    [Fact]
    public async Task Without_the_tie_breaker_the_same_departments_share_the_first_rank()
    {
        await Import2024();
        var campaign = await Tied(2025, AfterTheMerger);
        Assert.All(await Ranks(campaign), unit => Assert.Equal((1, 74m), (unit.Rank, unit.Index)));
    }

    [Fact]
    public async Task The_units_own_and_newest_figures_of_the_year_before_count_and_other_years_do_not()
    {
        await Import(
            new ResultLine { CampaignCode = "CU-2009", Year = "2009", UnitCode = "a", UnitName = "Sở A", Points = "9" },
            new ResultLine { CampaignCode = "CU-2009", Year = "2009", UnitCode = "c", UnitName = "Sở C", Points = "9" });
        await Import(
            new ResultLine { CampaignCode = "LAN1-2010", Year = "2010", UnitCode = "a", UnitName = "Sở A", Points = "8" },
            new ResultLine { CampaignCode = "LAN1-2010", Year = "2010", UnitCode = "a0", UnitName = "Sở A cũ", Points = "9.5" },
            new ResultLine { CampaignCode = "LAN1-2010", Year = "2010", UnitCode = "b", UnitName = "Sở B", Points = "" },
            new ResultLine { CampaignCode = "LAN1-2010", Year = "2010", UnitCode = "b0", UnitName = "Sở B cũ", Points = "7.5" });
        await Import(new ResultLine { CampaignCode = "LAN2-2010", Year = "2010", GroupCode = "khoi-khac", UnitCode = "a", UnitName = "Sở A", Points = "6" });
        var campaign = await Tied(2011, units =>
        [
            units[0] with { Code = "a", Name = "Sở A", Predecessors = [Predecessor("a0", "Sở A cũ")] },
            units[1] with { Code = "b", Name = "Sở B", Predecessors = [Predecessor("b0", "Sở B cũ"), Predecessor("b1", "Sở chưa từng chấm")] },
            units[2] with { Code = "c", Name = "Sở C" },
        ], TieBreaker.LastYearIndex);

        var rows = (await Get(campaign, "last-year")).Items().ToDictionary(item => item.Text("unitCode")!, Rows, StringComparer.Ordinal);
        Assert.Equal<(string?, string?, decimal?, int?, string?, string?)>([("a", "Sở A", 60m, 1, null, "LAN2-2010")], rows["a"]);
        Assert.Equal<(string?, string?, decimal?, int?, string?, string?)>([("b0", "Sở B cũ", 75m, 3, null, "LAN1-2010")], rows["b"]);
        Assert.Empty(rows["c"]);

        // 75 before 60 before none.
        Assert.Equal([("b", 1, 74m), ("a", 2, 74m), ("c", 3, 74m)], await Ranks(campaign));
    }

    [Fact]
    public async Task Last_years_figures_are_for_those_who_work_on_the_campaign()
    {
        var district = Guid.NewGuid();
        var campaign = new TestCampaign(1);
        var opened = campaign.Opened(CampaignPhase.Council) with { OwnerUnitId = district };
        await ranking.Deliver(opened with { Groups = [opened.Groups[0], opened.Groups[0] with { Code = "xa", Units = [] }] });

        Assert.Equal(HttpStatusCode.OK, await Status(Roles.HomeAffairs, "last-year?group=so", district));
        Assert.Equal(HttpStatusCode.OK, await Status(Roles.HomeAffairs, "last-year?group=so"));
        Assert.Equal(HttpStatusCode.NotFound, await Status(Roles.HomeAffairs, "last-year?group=so", Guid.NewGuid()));
        Assert.Equal(HttpStatusCode.NotFound, await Status(Roles.HomeAffairs, "last-year?group=khong-co"));
        Assert.Equal(HttpStatusCode.BadRequest, await Status(Roles.HomeAffairs, "last-year"));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(Roles.UnitHead, "last-year?group=so"));
        Assert.Equal(HttpStatusCode.OK, await Status(Roles.HomeAffairs, "last-year/u1", district));
        Assert.Equal(HttpStatusCode.NotFound, await Status(Roles.HomeAffairs, "last-year/u1", Guid.NewGuid()));
        Assert.Equal(HttpStatusCode.NotFound, await Status(Roles.HomeAffairs, "last-year/khong-co"));

        // A unit sees its own, which was published; no other's.
        var mine = campaign.Units[0].UnitId;
        Assert.Equal(HttpStatusCode.OK, await Status(Roles.UnitOfficer, "last-year/u1", mine));
        Assert.Equal(HttpStatusCode.OK, await Status(Roles.UnitHead, "last-year/u1", mine));
        Assert.Equal(HttpStatusCode.NotFound, await Status(Roles.UnitHead, "last-year/u1", Guid.NewGuid()));
        Assert.Equal(HttpStatusCode.NotFound, await Status(Roles.UnitOfficer, "last-year/u1", district));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(Roles.Enumerator, "last-year/u1", mine));

        async Task<HttpStatusCode> Status(string role, string path, Guid? area = null)
        {
            using var client = ranking.Client(role, area);
            using var response = await client.GetAsync(Address(campaign, path), Cancellation);
            return response.StatusCode;
        }
    }

    private static CampaignUnit[] AfterTheMerger(IReadOnlyList<CampaignUnit> units) =>
    [
        units[0] with { Code = "so-xay-dung-2025", Name = "Sở Xây dựng", Predecessors = [Of2024(0), Of2024(1)] },
        units[1] with { Code = "so-noi-vu-2025", Name = "Sở Nội vụ", Predecessors = [Of2024(4), Of2024(5)] },
        units[2] with { Code = "so-tai-chinh-2025", Name = "Sở Tài chính", Predecessors = [Of2024(2), Of2024(3)] },
        units[3] with { Code = "so-tu-phap", Name = "Sở Tư pháp" },
    ];

    private static UnitPredecessor Of2024(int department) => Predecessor(Departments2024[department].Code, Departments2024[department].Name);

    private static UnitPredecessor Predecessor(string code, string name) =>
        new() { UnitId = Guid.NewGuid(), Code = code, Name = name, ValidTo = new DateOnly(2025, 2, 28) };

    /// <summary>The group had another code in 2024.</summary>
    private Task Import2024()
    {
        var published = Table.Read("thanh_hoa_2024_so.csv").ToDictionary(row => row["don_vi"], row => row["chi_so_phan_tram"], StringComparer.Ordinal);
        return Import([.. Departments2024.Select(department => new ResultLine
        {
            CampaignCode = "TH-2024",
            Year = "2024",
            GroupCode = "so-ban-nganh",
            UnitCode = department.Code,
            UnitName = department.Name,
            MaxPoints = "100",
            Points = published[department.Name],
        })]);
    }

    private async Task Import(params ResultLine[] lines)
    {
        using var imported = await ranking.Import(ResultsFile.Of(lines));
        Assert.Equal(HttpStatusCode.OK, imported.StatusCode);
    }

    /// <summary>A campaign in which every unit has 40 + 10 + 16 + 8 = 74 points of 100.</summary>
    private async Task<TestCampaign> Tied(int year, Func<IReadOnlyList<CampaignUnit>, CampaignUnit[]> rename, params TieBreaker[] chain)
    {
        var campaign = new TestCampaign(4, chain, year: year);
        var opened = campaign.Opened(CampaignPhase.Council);
        var units = rename(campaign.Units);
        await ranking.Deliver(opened with { Groups = [opened.Groups[0] with { Units = units }] });
        await ranking.Deliver(campaign.Surveyed(1, [.. units.Select(_ => (decimal?)16)]));
        for (var unit = 0; unit < units.Length; unit++)
        {
            await ranking.Deliver(campaign.External(unit, 1, 8));
            await ranking.Deliver(campaign.Completed(unit, 1, 1, 40, 10));
        }

        return campaign;
    }

    private async Task<(string? Unit, int Rank, decimal Index)[]> Ranks(TestCampaign campaign) =>
        [.. (await Get(campaign, "standings")).Items().Select(item => (item.Text("unitCode"), item.Whole("rank")!.Value, item.Number("index")!.Value))];

    private static (string? Code, string? Name, decimal? Index, int? Rank, string? Class, string? Campaign)[] Rows(JsonElement unit) =>
    [
        .. unit.GetProperty("lastYear").EnumerateArray().Select(row =>
            (row.Text("unitCode"), row.Text("unitName"), row.Number("index"), row.Whole("rank"), row.Text("class"), row.Text("campaignCode"))),
    ];

    private async Task<JsonElement> Get(TestCampaign campaign, string path)
    {
        using var client = ranking.Client(Roles.HomeAffairs);
        using var response = await client.GetAsync(Address(campaign, path), Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Body();
    }

    private static Uri Address(TestCampaign campaign, string path) => new($"/api/ranking/campaigns/{campaign.Code}/{path}", UriKind.Relative);
}
