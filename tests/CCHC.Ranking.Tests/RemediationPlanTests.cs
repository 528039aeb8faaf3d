using System.Net;
using System.Text.Json;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Testing;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace CCHC.Ranking.Tests;

public sealed class RemediationPlanTests(RemediationHost ranking) : IClassFixture<RemediationHost>
{
    [Fact]
    public async Task Annex_1_of_a_city_keeps_the_leaves_at_full_points_and_annex_2_has_what_lost_points_without_the_survey()
    {
        var city = await City.Planned(ranking);
        var plan = await city.Get($"/{city.PlanId}");

        Assert.Equal(7, plan.GetProperty("units").EnumerateArray().Count(unit => unit.Text("class") == "Tốt"));
        Assert.Equal("Đơn vị 8", plan.GetProperty("units").EnumerateArray().Single(unit => unit.Text("class") == "Khá").Text("name"));
        Assert.Equal(("draft", 2024, 2025, "2025-12-31"), (plan.Text("state"), plan.Whole("resultYear"), plan.Whole("year"), plan.Text("lastDay")));

        Assert.Equal(
            ["Đơn vị 1 1.1", "Đơn vị 1 1.2.1", "Đơn vị 1 2.2", "Đơn vị 2 1.2.1", "Đơn vị 2 2.2", "Đơn vị 3 1.1"],
            (await city.Get($"/{city.PlanId}/kept")).Items().Select(item => $"{item.Text("unitName")} {item.Text("criterionCode")}"));

        var items = (await city.Get($"/{city.PlanId}/items?pageSize=100")).Items().ToList();
        Assert.Equal(
            [
                "Đơn vị 2 1.1 2", "Đơn vị 3 1.2.1 2", "Đơn vị 3 2.2 1", "Đơn vị 4 1.1 4", "Đơn vị 4 1.2.1 2", "Đơn vị 4 2.2 1", "Đơn vị 5 1.1 5", "Đơn vị 5 1.2.1 3", "Đơn vị 5 2.2 1", "Đơn vị 5 DP 0.5", "Đơn vị 6 1.1 6", "Đơn vị 6 1.2.1 2", "Đơn vị 6 2.2 2",
                "Đơn vị 7 1.1 7", "Đơn vị 7 1.2.1 4", "Đơn vị 7 2.2 2", "Đơn vị 8 1.1 10", "Đơn vị 8 1.2.1 6", "Đơn vị 8 2.2 2", "Đơn vị 8 DP 1.5",
            ],
            items.Select(item => FormattableString.Invariant($"{item.Text("unitName")} {item.Text("criterionCode")} {item.Number("lost"):0.##}")));
        Assert.Equal((20, 64m), (plan.Whole("items"), plan.Number("lost"))); // 2 + 3 + 7 + 9,5 + 10 + 13 + 19,5
    }

    [Fact]
    public async Task An_item_has_the_appraisers_reason_and_the_unit_leads_until_somebody_else_is_named()
    {
        var city = await City.Planned(ranking);
        var item = await city.Item(7, "1.1");

        Assert.Equal(
            ("Tiêu chí 1.1", "Tiêu chí 1", 50m, 40m, 10m, 50m, "Thiếu kế hoạch kiểm tra", city.Campaign.Units[7].Code, "Đơn vị 8", "notStarted"),
            (item.Text("criterionName"), item.Text("fieldName"), item.Number("maxPoints"), item.Number("points"), item.Number("lost"), item.Number("targetPoints"), item.Text("reason"),
                item.Text("leadCode"), item.Text("leadName"), item.Text("state")));

        // Taken points are lost from a maximum of 0.
        var penalty = await city.Item(7, "DP");
        Assert.Equal((0m, -1.5m, 1.5m, 0m), (penalty.Number("maxPoints"), penalty.Number("points"), penalty.Number("lost"), penalty.Number("targetPoints")));
    }

    [Fact]
    public async Task Survey_leaves_come_in_when_asked_for()
    {
        var city = await City.Planned(ranking, includeSurvey: true);
        var survey = await city.Get($"/{city.PlanId}/items?criterion=2.1&sort=lost");
        Assert.Equal(8, survey.Whole("total"));
        Assert.Equal(("Đơn vị 8", 6m), (survey.Items().First().Text("unitName"), survey.Items().First().Number("lost")));
    }

    [Fact]
    public async Task A_leaf_that_does_not_apply_is_in_neither_annex()
    {
        var campaign = new TestCampaign(1);
        await ranking.Deliver(campaign.Opened(CampaignPhase.Council));
        await ranking.Deliver(campaign.Completed(0, 1, 5, 40, 0, applicable: false));
        await ranking.Deliver(campaign.External(0, 1, 10));
        await ranking.Deliver(campaign.Surveyed(1, 16m));
        using var published = await ranking.PublishResult(campaign);

        using var homeAffairs = ranking.Client(Roles.HomeAffairs);
        using var created = await City.Post(homeAffairs, "", new { campaign = campaign.Code });
        var id = (await created.Body()).GetProperty("id").GetGuid();

        Assert.Equal(["1.1"], (await City.Get(homeAffairs, $"/{id}/items")).Items().Select(item => item.Text("criterionCode")));
        Assert.Equal(["2.2"], (await City.Get(homeAffairs, $"/{id}/kept")).Items().Select(item => item.Text("criterionCode")));
    }

    [Fact]
    public async Task There_is_one_plan_per_published_campaign_and_results_without_one_are_offered()
    {
        var city = await City.Published(ranking);
        Assert.Contains(city.Campaign.Code, await Offered(city));

        using var unpublished = await city.Post("", new { campaign = "CHUA-CONG-BO" });
        Assert.Equal(HttpStatusCode.NotFound, unpublished.StatusCode);
        using var first = await city.Post("", new { campaign = city.Campaign.Code });
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        using var second = await city.Post("", new { campaign = city.Campaign.Code });
        Assert.Equal((HttpStatusCode.Conflict, "remediation-plan.exists"), (second.StatusCode, (await second.Body()).Text("code")));
        Assert.DoesNotContain(city.Campaign.Code, await Offered(city));

        // A draft may be taken away and drawn up anew.
        using var client = ranking.Client(Roles.HomeAffairs, city.Owner);
        using var deleted = await client.DeleteAsync(City.Address($"/{(await first.Body()).GetProperty("id").GetGuid()}"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var again = await city.Post("", new { campaign = city.Campaign.Code, includeSurvey = true });
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
    }

    [Theory]
    [InlineData(2024)]
    [InlineData(2027)]
    public async Task A_plan_is_carried_out_after_the_year_of_the_result_and_not_later_than_next_year(int year)
    {
        var city = await City.Published(ranking);
        using var refused = await city.Post("", new { campaign = city.Campaign.Code, year });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.True((await refused.Body()).GetProperty("errors").TryGetProperty("year", out _));
    }

    [Fact]
    public async Task A_result_from_a_file_has_items_without_reasons_and_classes_that_are_given()
    {
        var code = "NHAP-" + Guid.NewGuid().ToString("N")[..8];
        var wards = Enumerable.Range(1, 8).SelectMany(ward => (ResultLine[])
        [
            new() { CampaignCode = code, Year = "2024", GroupCode = "phuong", GroupName = "Khối phường", UnitCode = $"p{ward}", UnitName = $"Phường {ward}", MaxPoints = "60", Points = ward == 8 ? "40" : "60" },
            new()
            {
                CampaignCode = code, Year = "2024", GroupCode = "phuong", GroupName = "Khối phường", UnitCode = $"p{ward}", UnitName = $"Phường {ward}", CriterionCode = "2.1", CriterionName = "Hài lòng",
                Source = "survey", MaxPoints = "40", Points = "35",
            },
        ]);
        using var imported = await ranking.Import(ResultsFile.Of(wards));
        Assert.Equal(HttpStatusCode.OK, imported.StatusCode);

        using var homeAffairs = ranking.Client(Roles.HomeAffairs);
        using var wrong = await City.Post(homeAffairs, "", new { campaign = code, classBands = new[] { new { name = "Khá", threshold = 70 }, new { name = "Tốt", threshold = 80 } } });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        using var created = await City.Post(homeAffairs, "", new { campaign = code, classBands = new[] { new { name = "Tốt", threshold = 80 }, new { name = "Khá", threshold = 70 } } });
        var plan = await City.Get(homeAffairs, $"/{(await created.Body()).GetProperty("id").GetGuid()}");

        // 95 of 100 seven times; 40 + 35 = 75.
        Assert.Equal((7, 1), (plan.GetProperty("units").EnumerateArray().Count(unit => unit.Text("class") == "Tốt"), plan.GetProperty("units").EnumerateArray().Count(unit => unit.Text("class") == "Khá")));
        var item = Assert.Single((await City.Get(homeAffairs, $"/{plan.GetProperty("id").GetGuid()}/items")).Items());
        Assert.Equal(("Phường 8", 20m, null), (item.Text("unitName"), item.Number("lost"), item.Text("reason")));

        // A file may hold any unit of the province: a city's home affairs finds no plan of it.
        using var city = ranking.Client(Roles.HomeAffairs, Guid.NewGuid());
        Assert.Equal(HttpStatusCode.NotFound, await City.Status(city, $"/{plan.GetProperty("id").GetGuid()}"));
    }

    [Fact]
    public async Task Only_the_government_that_owns_the_campaign_finds_its_plan_and_a_ward_only_its_own_items()
    {
        var city = await City.Planned(ranking);
        foreach (var role in (string[])[Roles.HomeAffairs, Roles.Leader, Roles.Auditor])
        {
            using var own = ranking.Client(role, city.Owner);
            using var other = ranking.Client(role, Guid.NewGuid());
            using var province = ranking.Client(role);
            Assert.Equal(
                (HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.OK),
                (await City.Status(own, $"/{city.PlanId}"), await City.Status(other, $"/{city.PlanId}"), await City.Status(province, $"/{city.PlanId}")));
        }

        using var ward = city.OfWard(4);
        Assert.Equal(HttpStatusCode.Forbidden, await City.Status(ward, $"/{city.PlanId}"));
        Assert.Equal(["1.1", "1.2.1", "2.2", "DP"], (await City.Get(ward, $"/{city.PlanId}/items")).Items().Select(item => item.Text("criterionCode")));
        Assert.Equal(4, (await City.Get(ward, "/items")).Whole("total"));
        Assert.Equal(HttpStatusCode.NotFound, await City.Status(ward, await city.ItemPath(7, "1.1")));
        using var untouched = city.OfWard(0); // lost nothing but survey points
        Assert.Equal(HttpStatusCode.NotFound, await City.Status(untouched, $"/{city.PlanId}/items"));
    }

    [Fact]
    public async Task Every_item_needs_a_measure_a_lead_and_a_due_date_before_a_leader_approves()
    {
        var city = await City.Planned(ranking);
        using var early = await city.Post($"/{city.PlanId}/approval", new { }, Roles.Leader);
        var problem = await early.Body();
        Assert.Equal((HttpStatusCode.Conflict, "remediation-plan.incomplete"), (early.StatusCode, problem.Text("code")));
        var lines = problem.GetProperty("details").EnumerateArray().Select(line => line.GetString()!).ToList();
        Assert.Equal(20, lines.Count);
        Assert.Equal("Đơn vị 2 · 1.1: thiếu biện pháp, thời hạn", lines[0]);

        using (var edited = await city.Post($"/{city.PlanId}/items/edits", new { criterion = "1.1", measure = "Ban hành kế hoạch đúng hạn", dueOn = "2025-06-30" }))
        {
            var done = await edited.Body();
            Assert.Equal((6, 6), (done.Whole("items"), done.Whole("changed")));
        }

        using var homeAffairs = await city.Post($"/{city.PlanId}/approval", new { });
        Assert.Equal(HttpStatusCode.Forbidden, homeAffairs.StatusCode);
        foreach (var unit in city.Campaign.Units)
        {
            using var edited = await city.Post($"/{city.PlanId}/items/edits", new { unit = unit.Code, measure = "Rà soát từng hồ sơ", dueOn = "2025-09-30" });
            Assert.Equal(HttpStatusCode.OK, edited.StatusCode);
        }

        using var approved = await city.Post($"/{city.PlanId}/approval", new { }, Roles.Leader);
        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        Assert.Equal("approved", (await city.Get($"/{city.PlanId}")).Text("state"));
        using var twice = await city.Post($"/{city.PlanId}/approval", new { }, Roles.Leader);
        Assert.Equal("remediation-plan.approved", (await twice.Body()).Text("code"));
    }

    [Fact]
    public async Task Items_are_chosen_sorted_and_turned_page_by_page()
    {
        var city = await City.Planned(ranking);
        var mostLost = await city.Get($"/{city.PlanId}/items?sort=lost&pageSize=3");
        Assert.Equal((20, 1, 3), (mostLost.Whole("total"), mostLost.Whole("page"), mostLost.Whole("pageSize")));
        Assert.Equal(["Đơn vị 8 1.1", "Đơn vị 7 1.1", "Đơn vị 6 1.1"], mostLost.Items().Select(item => $"{item.Text("unitName")} {item.Text("criterionCode")}"));
        Assert.Equal(6, (await city.Get($"/{city.PlanId}/items?criterion=1.1")).Whole("total"));
        Assert.Equal(4, (await city.Get($"/{city.PlanId}/items?lead={city.Campaign.Units[7].Code}")).Whole("total"));
        Assert.Equal(20, (await city.Get($"/{city.PlanId}/items?state=unready")).Whole("total"));
        Assert.Equal(0, (await city.Get($"/{city.PlanId}/items?state=done")).Whole("total"));
        using var client = ranking.Client(Roles.HomeAffairs, city.Owner);
        foreach (var query in (string[])["sort=xxx", "state=xxx", "page=0", "pageSize=5000"])
        {
            Assert.Equal(HttpStatusCode.BadRequest, await City.Status(client, $"/{city.PlanId}/items?{query}"));
        }
    }

    [Fact]
    public async Task The_forecast_ranks_what_would_be_if_the_plan_is_met_and_what_is_reported_so_far()
    {
        var city = await City.Approved(ranking);
        using (var client = ranking.Client(Roles.HomeAffairs, city.Owner))
        using (var target = await City.Put(client, await city.ItemPath(7, "1.1"), new { targetPoints = 45, reason = "Một phần thuộc thẩm quyền của tỉnh" }))
        {
            Assert.Equal(HttpStatusCode.OK, target.StatusCode);
        }

        using (var report = await City.Post(city.OfWard(6), await city.ItemPath(6, "1.1") + "/reports", new { percent = 100, text = "Đã ban hành", evidence = "KH 12/KH-UBND" }))
        {
            Assert.Equal(HttpStatusCode.OK, report.StatusCode);
        }

        using (var report = await City.Post(city.OfWard(7), await city.ItemPath(7, "DP") + "/reports", new { percent = 50, expectedPoints = -0.5, text = "Không còn hồ sơ quá hạn từ tháng 3" }))
        {
            Assert.Equal(HttpStatusCode.OK, report.StatusCode);
        }

        var group = (await city.Get($"/{city.PlanId}/forecast")).GetProperty("groups").EnumerateArray().Single();
        var rows = group.GetProperty("units").EnumerateArray().ToDictionary(
            unit => unit.Text("name")!, unit => (Of(unit, "published"), Of(unit, "met"), Of(unit, "reported")), StringComparer.Ordinal);

        // If met, everything but survey points (20 − 16, 16, 16, 17, 16, 15, 15, 14) and the bonus stands at its maximum:
        // 96, 97 (with 1 bonus), 96, 97, 96, 95, 95; the eighth 45 + 20 + 14 + 10 = 89.
        // Reported: the seventh has 50 instead of 43 → 82 + 7 = 89, before the fifth with 86,5; the eighth loses 0,5 instead of 1,5 → 75,5.
        Assert.Equal(((96m, 1, "Tốt"), (96m, 3, "Tốt"), (96m, 1, "Tốt")), rows["Đơn vị 1"]);
        Assert.Equal(((95m, 2, "Tốt"), (97m, 1, "Tốt"), (95m, 2, "Tốt")), rows["Đơn vị 2"]);
        Assert.Equal(((93m, 3, "Tốt"), (96m, 3, "Tốt"), (93m, 3, "Tốt")), rows["Đơn vị 3"]);
        Assert.Equal(((90m, 4, "Tốt"), (97m, 1, "Tốt"), (90m, 4, "Tốt")), rows["Đơn vị 4"]);
        Assert.Equal(((86.5m, 5, "Tốt"), (96m, 3, "Tốt"), (86.5m, 6, "Tốt")), rows["Đơn vị 5"]);
        Assert.Equal(((85m, 6, "Tốt"), (95m, 6, "Tốt"), (85m, 7, "Tốt")), rows["Đơn vị 6"]);
        Assert.Equal(((82m, 7, "Tốt"), (95m, 6, "Tốt"), (89m, 5, "Tốt")), rows["Đơn vị 7"]);
        Assert.Equal(((74.5m, 8, "Khá"), (89m, 8, "Tốt"), (75.5m, 8, "Khá")), rows["Đơn vị 8"]);

        // (96 + 95 + 93 + 90 + 86,5 + 85 + 82 + 74,5) / 8 = 702 / 8; (96 + 97 + 96 + 97 + 96 + 95 + 95 + 89) / 8 = 761 / 8; (702 + 7 + 1) / 8.
        Assert.Equal((87.75m, 95.125m, 88.75m), (group.Number("publishedMean"), group.Number("metMean"), group.Number("reportedMean")));
        Assert.Equal(87.75m, (await ranking.Public($"campaigns/{city.Campaign.Code}/rankings?group=so")).Number("mean"));

        static (decimal, int, string) Of(JsonElement unit, string name)
        {
            var place = unit.GetProperty(name);
            return (place.Number("index")!.Value, place.Whole("rank")!.Value, place.Text("class")!);
        }
    }

    [Fact]
    public async Task A_later_change_of_the_points_does_not_change_the_plan()
    {
        var city = await City.Planned(ranking);
        await ranking.Deliver(city.Campaign.Appraised(7, 2, 9, "1.1", 50));
        Assert.Equal(10m, (await city.Item(7, "1.1")).Number("lost"));
    }

    [Fact]
    public async Task The_plan_for_signature_has_both_annexes_unit_by_unit_behind_the_signature()
    {
        var city = await City.Approved(ranking);
        using var client = ranking.Client(Roles.HomeAffairs, city.Owner);
        await using var word = new MemoryStream(await client.GetByteArrayAsync(City.Address($"/{city.PlanId}/document.docx"), TestContext.Current.CancellationToken));
        using var document = WordprocessingDocument.Open(word, isEditable: false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document, TestContext.Current.CancellationToken));
        var body = document.MainDocumentPart!.Document!.Body!;
        var text = body.InnerText;
        Assert.Contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", text, StringComparison.Ordinal);
        Assert.Contains("/KH-UBND", text, StringComparison.Ordinal);
        Assert.Contains("7/8 đơn vị xếp loại Tốt, 1/8 đơn vị xếp loại Khá", text, StringComparison.Ordinal);
        Assert.True(text.IndexOf("CHỦ TỊCH", StringComparison.Ordinal) < text.IndexOf("PHỤ LỤC 1", StringComparison.Ordinal));
        var tables = body.Elements<W.Table>().Where(table => table.Descendants<TableHeader>().Any()).ToList();

        // Units 1 to 3 keep something, units 2 to 8 lost something.
        Assert.Equal([3, 2, 1, 1, 2, 3, 4, 3, 3, 4], tables.Select(table => table.Elements<TableRow>().Count() - 1));
        Assert.Equal(
            ["1.1", "Tiêu chí 1.1", "50,00", "40,00", "10,00", "Thiếu kế hoạch kiểm tra", "Ban hành kế hoạch đúng hạn", "Đơn vị 8", "", "30/06/2025", "50,00"],
            tables[^1].Elements<TableRow>().ElementAt(1).Elements<TableCell>().Select(cell => cell.InnerText));
        Assert.Equal(3, body.Descendants<SectionProperties>().Count()); // the plan, annex 1, and annex 2 on turned pages
        Assert.Equal([false, false, true], body.Descendants<SectionProperties>().Select(section => section.GetFirstChild<PageSize>()!.Orient?.Value == PageOrientationValues.Landscape));

        await using var excel = new MemoryStream(await client.GetByteArrayAsync(City.Address($"/{city.PlanId}/document.xlsx"), TestContext.Current.CancellationToken));
        using var workbook = SpreadsheetDocument.Open(excel, isEditable: false);
        var rows = workbook.WorkbookPart!.WorksheetParts.Select(part => part.Worksheet!.Descendants<DocumentFormat.OpenXml.Spreadsheet.Row>().Count(row => row.RowIndex! > 4u)).Order();
        Assert.Equal([6, 20], rows);
        using var stranger = ranking.Client(Roles.HomeAffairs, Guid.NewGuid());
        Assert.Equal(HttpStatusCode.NotFound, await City.Status(stranger, $"/{city.PlanId}/document.docx"));
    }

    private static async Task<IEnumerable<string?>> Offered(City city) =>
        (await city.Get("")).GetProperty("withoutPlan").EnumerateArray().Select(open => open.Text("campaign"));
}
