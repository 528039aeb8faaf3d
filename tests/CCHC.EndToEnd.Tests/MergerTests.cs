using System.Text.Json;
using CCHC.Testing;
using CCHC.Testing.Installations;

namespace CCHC.EndToEnd.Tests;

/// <summary>Sở Tài chính and Sở Kế hoạch và Đầu tư became one department on 01/03/2025; names and date are those of the merger, the figures are made for the test.</summary>
public sealed class MergerTests(Province province, Browser browser) : IClassFixture<Browser>
{
    private const string Password = "Mat-khau-thu-2026";

    private const string Criteria2024 =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Cải cách thể chế,40,,SUM,
        1.1,TC,Ban hành kế hoạch kiểm tra văn bản,20,TD,YESNO,có=20;không=0
        1.2,TC,Xử lý văn bản trái pháp luật,20,TD,PROPORTIONAL,ty_le*max
        2,LV,Cải cách thủ tục hành chính,60,,SUM,
        2.1,TC,Tỷ lệ hồ sơ giải quyết đúng hạn,40,TD,PROPORTIONAL,ty_le*max
        2.2,TC,Gửi báo cáo bằng bản giấy,20,TD,YESNO,có=20;không=0
        """;

    /// <summary>1.2 is worth less, 2.1 is new, the old 2.1 is 2.2 now, the old 2.2 is gone.</summary>
    private const string Criteria2025 =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Cải cách thể chế,35,,SUM,
        1.1,TC,Ban hành kế hoạch kiểm tra văn bản,20,TD,YESNO,có=20;không=0
        1.2,TC,Xử lý văn bản trái pháp luật,15,TD,PROPORTIONAL,ty_le*max
        2,LV,Cải cách thủ tục hành chính,65,,SUM,
        2.1,TC,Số hóa kết quả giải quyết,25,TD,YESNO,có=25;không=0
        2.2,TC,Tỷ lệ hồ sơ giải quyết đúng hạn,40,TD,PROPORTIONAL,ty_le*max
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task After_a_merger_in_mid_year_the_new_department_is_measured_and_last_years_figures_are_those_of_the_two_it_was_made_of()
    {
        var (admin, homeAffairs) = (await province.System.SignInAsync("admin"), await province.HomeAffairsAsync());
        await RegisterAsync(admin);
        var units = await TrialCampaign.UnitsAsync(homeAffairs, "gop");
        var parent = (await TrialCampaign.UnitsAsync(homeAffairs, "tinh"))["UBNDT"];

        // 2024. STC: 20 + 20×90 % + 40×95 % + 20 = 96; SKHĐT: 20 + 20×50 % + 40×80 % + 0 = 62; STP: 20 + 20 + 40 + 0 = 80.
        var set2024 = await PublishSetAsync(homeAffairs, 2024, Criteria2024);
        var campaign2024 = await DrawUpAsync(homeAffairs, 2024, set2024, [units["GMSTC"], units["GMKHDT"], units["GMSTP"]]);
        await campaign2024.OpenPhaseAsync("selfAssessment");
        await SubmitAsync("gmstc", campaign2024, ("1.1", Yes(true)), ("1.2", Share(90)), ("2.1", Share(95)), ("2.2", Yes(true)));
        await SubmitAsync("gmkhdt", campaign2024, ("1.1", Yes(true)), ("1.2", Share(50)), ("2.1", Share(80)), ("2.2", Yes(false)));
        await SubmitAsync("gmstp", campaign2024, ("1.1", Yes(true)), ("1.2", Share(100)), ("2.1", Share(100)), ("2.2", Yes(false)));
        await AppraiseAndPublishAsync(homeAffairs, campaign2024);

        // The merger, and what may be measured in which year.
        var merged = (await homeAffairs.PostAsync("/api/identity/units/mergers", new
        {
            predecessorIds = new[] { units["GMSTC"], units["GMKHDT"] }, code = "GMSTC2025", name = "Sở Tài chính (sau sắp xếp)", typeCode = "so", groupCode = "gop",
            groupName = "Khối sở thử sắp xếp", parentId = parent, on = "2025-03-01",
        })).GetProperty("id").GetGuid();
        await admin.PostCsvAsync("/api/identity/accounts/import", Accounts(("gmstc2025", "unit-head", "GMSTC2025")));
        Assert.Equal(["GMKHDT", "GMSTC", "GMSTP"], await ChoicesAsync(homeAffairs, 2024));
        Assert.Equal(["GMSTC2025", "GMSTP"], await ChoicesAsync(homeAffairs, 2026));
        var set2025 = await PublishSetAsync(homeAffairs, 2025, Criteria2025);
        Assert.Equal("campaign.unit-and-predecessor", (await TryDrawUpAsync(homeAffairs, 2025, set2025, [merged, units["GMSTC"], units["GMSTP"]])).Code());
        Assert.Equal("campaign.unit-unknown", (await TryDrawUpAsync(homeAffairs, 2026, set2025, [units["GMSTC"], units["GMSTP"]])).Code());

        // 2025: both have 20 + 15×80 % + 25 + 40×90 % = 93.
        var campaign2025 = await DrawUpAsync(homeAffairs, 2025, set2025, [merged, units["GMSTP"]]);
        await campaign2025.OpenPhaseAsync("selfAssessment");
        (string, object)[] data2025 = [("1.1", Yes(true)), ("1.2", Share(80)), ("2.1", Yes(true)), ("2.2", Share(90))];
        await SubmitAsync("gmstc2025", campaign2025, data2025);
        await SubmitAsync("gmstp", campaign2025, data2025);
        var standings = await Eventually.Is(
            () => homeAffairs.GetAsync("/api/ranking/campaigns/gop-2025/standings"),
            x => x.GetProperty("items").EnumerateArray().All(item => item.GetProperty("rank").ValueKind == JsonValueKind.Number), Patience);

        // Equal this year; last year's index decides: 80 before (96 + 62) / 2 = 79.
        Assert.Equal(
            [("GMSTP", 1, 93m), ("GMSTC2025", 2, 93m)],
            standings.GetProperty("items").EnumerateArray().Select(x => (x.GetProperty("unitCode").GetString(), x.GetProperty("rank").GetInt32(), x.GetProperty("index").GetDecimal())));
        var lastYear = await homeAffairs.GetAsync("/api/ranking/campaigns/gop-2025/last-year/GMSTC2025");
        Assert.Equal(
            [("GMKHDT", "Sở Kế hoạch và Đầu tư (thử)", 62m, 3), ("GMSTC", "Sở Tài chính (thử)", 96m, 1)],
            lastYear.GetProperty("lastYear").EnumerateArray().Select(x => x.GetProperty("figures")).Select(x =>
                (x.GetProperty("unitCode").GetString(), x.GetProperty("unitName").GetString(), x.GetProperty("index").GetDecimal(), x.GetProperty("rank").GetInt32())));

        await SeeLeavesAsync(("1.1", "20,00 / 20,00", "20,00 / 20,00"), ("1.2", "10,00 / 20,00", "18,00 / 20,00"), ("2.1", "–", "–"), ("2.2", "32,00 / 40,00", "38,00 / 40,00"));

        // An officer says that 1.2 was counted differently then; so it is not shown beside this year's.
        var corrected = await homeAffairs.SendAsync(
            HttpMethod.Put, $"/api/criteria/sets/{set2024}/comparison/{set2025}", new { mappings = new[] { new { fromCode = "1.2", toCode = "1.2", comparable = false } } });
        Assert.True(corrected.IsSuccess, $"{corrected}");
        await SeeLeavesAsync(("1.1", "20,00 / 20,00", "20,00 / 20,00"), ("1.2", "–", "–"), ("2.1", "–", "–"), ("2.2", "32,00 / 40,00", "38,00 / 40,00"));
        await SeeSlopeAsync();
    }

    /// <summary>GMSTP was second and is first; the new department has a line from each of the two, and no change of its own.</summary>
    private async Task SeeSlopeAsync()
    {
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("sonoivu");
        await page.GoAsync("/xep-hang/gop-2025");
        await page.ClickLinkAsync("So với năm trước");
        Assert.Equal(
            [["2", "1", "↑1", "80,00", "93,00", "+13,00"], ["3; 1", "2", "–", "62,00; 96,00", "93,00", "–"]], (await page.TextsAsync("[role=region] tbody td")).Chunk(6));
        Assert.Equal(3, await page.Page.Locator(".slope-lines line").CountAsync());
        await page.InspectAsync("so-voi-nam-truoc");
        await page.TabThroughAsync();
        await page.Page.PdfAsync(new() { Path = Path.Combine(province.Evidence, "so-voi-nam-truoc.pdf"), Format = "A4", PrintBackground = false });
        Assert.Empty(page.Complaints);
    }

    /// <summary>The page of the new department, with a column for each of the two.</summary>
    private async Task SeeLeavesAsync(params (string Code, string Planning, string Finance)[] expected)
    {
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("sonoivu");
        await page.GoAsync("/xep-hang/gop-2025/GMSTC2025");
        var text = await page.MainTextAsync();
        Assert.Contains("62,00", text, StringComparison.Ordinal);
        Assert.Contains("96,00", text, StringComparison.Ordinal);
        var cells = (await page.TextsAsync("[role=region] tbody th, [role=region] tbody td")).Chunk(8).ToList(); // criterion, source, self, council, counted, two departments, reason
        Assert.Equal(expected, cells.Select(row => (row[0].Split(". ")[0], row[5], row[6])));
        await page.InspectAsync("don-vi-sau-sap-xep");
        Assert.Empty(page.Complaints);
    }

    private static object Yes(bool yes) => new { yes };

    private static object Share(int percent) => new { numerator = percent, denominator = 100 };

    private static async Task RegisterAsync(Caller admin)
    {
        await admin.PostCsvAsync(
            "/api/identity/units/import",
            """
            code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes
            GMSTC,Sở Tài chính (thử),"Sở, ban, ngành",gop,Khối sở thử sắp xếp,UBNDT,,,
            GMKHDT,Sở Kế hoạch và Đầu tư (thử),"Sở, ban, ngành",gop,Khối sở thử sắp xếp,UBNDT,,,
            GMSTP,Sở Tư pháp (thử),"Sở, ban, ngành",gop,Khối sở thử sắp xếp,UBNDT,,,
            """);
        await admin.PostCsvAsync(
            "/api/identity/accounts/import",
            Accounts(("gmstc", "unit-head", "GMSTC"), ("gmkhdt", "unit-head", "GMKHDT"), ("gmstp", "unit-head", "GMSTP"), ("gmthamdinh", "appraiser", "SNV")));
    }

    private static string Accounts(params (string UserName, string Role, string Unit)[] accounts) =>
        "username,display_name,role,unit_code,password\n" + string.Concat(accounts.Select(x => $"{x.UserName},Người thử {x.Unit},{x.Role},{x.Unit},{Password}\n"));

    /// <summary>Those of this test among the units that home affairs may choose for a year's campaign.</summary>
    private static async Task<IEnumerable<string>> ChoicesAsync(Caller homeAffairs, int year)
    {
        // Criteria learns of the merger by events.
        var choices = await Eventually.Is(
            async () => Codes(await homeAffairs.GetAsync($"/api/criteria/campaigns/unit-choices?year={year}")), codes => year < 2025 || codes.Contains("GMSTC2025"), Patience);
        return choices;

        static List<string> Codes(JsonElement answer) =>
        [
            .. (answer.ValueKind == JsonValueKind.Array ? answer : answer.GetProperty("items")).EnumerateArray()
                .Select(x => x.GetProperty("code").GetString()!).Where(code => code.StartsWith("GM", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        ];
    }

    private static async Task<Guid> PublishSetAsync(Caller homeAffairs, int year, string csv)
    {
        var set = (await homeAffairs.PostCsvAsync($"/api/criteria/sets?code=bo-gop-{year}&name=Bộ thử sắp xếp {year}&year={year}", csv)).GetProperty("id").GetGuid();
        await homeAffairs.PostAsync($"/api/criteria/sets/{set}/publication");
        return set;
    }

    private static async Task<TrialCampaign> DrawUpAsync(Caller homeAffairs, int year, Guid set, IEnumerable<Guid> units)
    {
        var created = await Eventually.Is(() => TryDrawUpAsync(homeAffairs, year, set, units), answer => answer.Code() != "campaign.unit-unknown", Patience);
        Assert.True(created.IsSuccess, $"{created}");
        return TrialCampaign.Known(homeAffairs, created.Json().GetProperty("id").GetGuid(), $"gop-{year}", "gop");
    }

    private static Task<Answer> TryDrawUpAsync(Caller homeAffairs, int year, Guid set, IEnumerable<Guid> units) => homeAffairs.SendAsync(HttpMethod.Post, "/api/criteria/campaigns", new
    {
        code = $"gop-{year}", name = $"Kỳ thử sắp xếp {year}", year, rounds = 1, surveyHeld = false,
        groups = new[] { new { code = "gop", name = "Khối sở thử sắp xếp", criteriaSetId = set, unitIds = units, tieBreakers = new[] { "lastYearIndex" } } },
    });

    private async Task SubmitAsync(string userName, TrialCampaign campaign, params (string Code, object Data)[] entries)
    {
        var head = await province.System.SignInAsync(userName, Password);
        var sheet = await TrialCampaign.SheetAsync(head, campaign.Id);
        foreach (var (code, data) in entries)
        {
            await head.PutAsync($"{sheet}/entries/{code}", new { data, explanation = "Theo số liệu của phần mềm một cửa.", evidence = $"{code}/BC" });
        }

        await head.PostAsync($"{sheet}/submission");
    }

    /// <summary>Nothing is changed by the council of one.</summary>
    private async Task AppraiseAndPublishAsync(Caller homeAffairs, TrialCampaign campaign)
    {
        await campaign.OpenPhaseAsync("appraisal");
        var appraiser = await province.System.SignInAsync("gmthamdinh", Password);
        await campaign.AppointAsync(appraiser, "1", "2");
        foreach (var appraisalCase in (await campaign.CasesAsync(appraiser, 3)).Values)
        {
            var done = await Eventually.Is(
                () => appraiser.SendAsync(HttpMethod.Post, $"/api/appraisal/cases/{appraisalCase}/completion"),
                answer => answer.Code() != "appraisal.phase-closed", Patience);
            Assert.True(done.IsSuccess, $"{done}");
        }

        await Eventually.Is(
            () => homeAffairs.GetAsync("/api/ranking/campaigns/gop-2024/standings"),
            x => x.GetProperty("items").EnumerateArray().All(item => item.GetProperty("status").GetString() == "complete"), Patience);
        await campaign.OpenPhaseAsync("council");
        var snapshot = await Eventually.Is(
            () => homeAffairs.SendAsync(HttpMethod.Post, "/api/ranking/campaigns/gop-2024/snapshots"), answer => answer.Code() != "ranking.not-in-council", Patience);
        Assert.True(snapshot.IsSuccess, $"{snapshot}");
        await (await province.System.SignInAsync("lanhdao")).PostAsync("/api/ranking/campaigns/gop-2024/snapshots/1/approval");
    }
}
