using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Testing;
using CCHC.Testing.Installations;

namespace CCHC.EndToEnd.Tests;

/// <summary>The shapes of a campaign beside "the province scores its departments", each from opening to submission through the gateway.</summary>
public sealed class OwnerTests(Province province)
{
    private const string Password = "Mat-khau-thu-2026";

    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Chỉ đạo điều hành,60,,SUM,
        1.1,TC,Ban hành kế hoạch cải cách hành chính,60,TD,YESNO,có=60;không=0
        2,LV,Cải cách thủ tục hành chính,40,,SUM,
        2.1,TC,Tỷ lệ hồ sơ giải quyết đúng hạn,40,TD,PROPORTIONAL,ty_le*max
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_district_runs_its_campaign_to_submission_and_a_commune_of_another_district_sees_nothing_of_it()
    {
        var admin = await province.System.SignInAsync("admin");
        await admin.PostCsvAsync(
            "/api/identity/units/import",
            """
            code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes
            HBAC,Ủy ban nhân dân huyện Bắc,huyen,huyen,Khối huyện,UBNDT,,,
            HNAM,Ủy ban nhân dân huyện Nam,huyen,huyen,Khối huyện,UBNDT,,,
            PNVBAC,Phòng Nội vụ huyện Bắc,phong-huyen,phong,Khối phòng,HBAC,,,
            XBAC,Ủy ban nhân dân xã Bắc Sơn,xa,xahuyen,Khối xã của huyện,HBAC,,,
            XNAM,Ủy ban nhân dân xã Nam Sơn,xa,xahuyen,Khối xã của huyện,HNAM,,,
            """);
        await admin.PostCsvAsync(
            "/api/identity/accounts/import",
            $"""
            username,display_name,role,unit_code,password
            noivu.hbac,Phòng Nội vụ huyện Bắc,home-affairs,PNVBAC,{Password}
            noivu.hnam,Huyện Nam,home-affairs,HNAM,{Password}
            thutruong.xbac,Chủ tịch xã Bắc Sơn,unit-head,XBAC,{Password}
            canbo.xnam,Cán bộ xã Nam Sơn,unit-officer,XNAM,{Password}
            """);
        var north = await province.System.SignInAsync("noivu.hbac", Password);
        var units = await UnitsAsync(admin, "HBAC", "XBAC");

        var id = await OpenAsync(north, "huyen-bac-2026", new { code = "xa", unitIds = new[] { units["XBAC"] } }, owner: units["HBAC"]);
        var head = await province.System.SignInAsync("thutruong.xbac", Password);
        var sheet = await TrialCampaign.SheetAsync(head, id);
        await head.PutAsync($"{sheet}/entries/1.1", new { data = new { yes = true }, evidence = "12/KH-UBND" });
        await head.PutAsync($"{sheet}/entries/2.1", new { data = new { numerator = 90, denominator = 100 }, evidence = "15/BC-UBND" });
        var submitted = await head.PostAsync($"{sheet}/submission");
        Assert.Equal(96m, submitted.GetProperty("selfPoints").GetDecimal()); // 60 + 40 × 90 %

        var stranger = await province.System.SignInAsync("canbo.xnam", Password);
        foreach (var path in new[] { $"/api/criteria/campaigns/{id}", $"{sheet}" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.SendAsync(HttpMethod.Get, path)).Status);
        }

        var south = await province.System.SignInAsync("noivu.hnam", Password);
        foreach (var path in new[] { $"/api/criteria/campaigns/{id}", $"/api/assessment/campaigns/{id}/progress", "/api/ranking/campaigns/huyen-bac-2026/standings" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await south.SendAsync(HttpMethod.Get, path)).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await north.SendAsync(HttpMethod.Get, $"/api/assessment/campaigns/{id}/progress")).Status);

        // A system of the district reads its campaign, and finds the province's no more than the other district's.
        var homeAffairs = await province.HomeAffairsAsync();
        var provincial = await DrawUpAsync(homeAffairs, "tinh-rieng-2026", new { code = "so", unitIds = (await UnitsAsync(homeAffairs, "STC")).Values });
        var (ofNorth, ofSouth, ofAll) = (await SystemAsync(admin, "Một cửa huyện Bắc", "HBAC"), await SystemAsync(admin, "Một cửa huyện Nam", "HNAM"), await SystemAsync(admin, "Kho dữ liệu của tỉnh", unitCode: null));
        Assert.Equal(HttpStatusCode.OK, (await ofNorth.SendAsync(HttpMethod.Get, "/api/ranking/campaigns/huyen-bac-2026/standings")).Status);
        foreach (var (system, campaign, status) in new[]
        {
            (ofNorth, id, HttpStatusCode.OK), (ofNorth, provincial, HttpStatusCode.NotFound), (ofSouth, id, HttpStatusCode.NotFound), (ofAll, id, HttpStatusCode.OK), (ofAll, provincial, HttpStatusCode.OK),
        })
        {
            Assert.Equal((campaign, status), (campaign, (await system.SendAsync(HttpMethod.Get, $"/api/criteria/campaigns/{campaign}")).Status));
        }
    }

    [Fact]
    public async Task The_province_answers_the_ministry_through_its_departments_and_home_affairs_submits()
    {
        var homeAffairs = await province.HomeAffairsAsync();
        var units = await UnitsAsync(homeAffairs, "UBNDT", "SNV", "STC");
        var id = await OpenAsync(
            homeAffairs, "bo-noi-vu-2026",
            new
            {
                code = "tinh", unitIds = new[] { units["UBNDT"] }, collectorUnitId = units["SNV"],
                responsibilities = new[] { new { leafCode = "1.1", unitId = units["SNV"] }, new { leafCode = "2.1", unitId = units["STC"] } },
            });
        var (department, collector) = (await province.System.SignInAsync("thutruong.stc"), await province.System.SignInAsync("thutruong.snv"));
        var sheet = await TrialCampaign.SheetAsync(department, id);

        var foreign = await department.SendAsync(HttpMethod.Put, $"{sheet}/entries/1.1", new { data = new { yes = true }, evidence = "1/KH" });
        Assert.False(foreign.IsSuccess, $"a leaf of another department was answered {foreign}");
        await department.PutAsync($"{sheet}/entries/2.1", new { data = new { numerator = 95, denominator = 100 }, evidence = "3/BC-STC" });
        await department.PostAsync($"{sheet}/contributions");

        await collector.PutAsync($"{sheet}/entries/1.1", new { data = new { yes = true }, evidence = "1/KH-UBND" });
        var submitted = await collector.PostAsync($"{sheet}/submission");
        Assert.Equal(98m, submitted.GetProperty("selfPoints").GetDecimal()); // 60 + 40 × 95 %
    }

    [Fact]
    public async Task A_practice_copy_runs_to_a_ranking_that_the_public_never_sees_and_a_unit_goes_back_to_the_start()
    {
        var homeAffairs = await province.HomeAffairsAsync();
        var units = await UnitsAsync(homeAffairs, "STC", "SNV");
        var real = await DrawUpAsync(homeAffairs, "that-2026", new { code = "so", unitIds = units.Values });
        var wipeOn = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(20));
        var copy = await homeAffairs.PostAsync($"/api/criteria/campaigns/{real}/practice-copies", new { code = "tap-huan-2026", name = "Tập huấn", wipeOn });
        var id = copy.GetProperty("id").GetGuid();
        await homeAffairs.PostAsync($"/api/criteria/campaigns/{id}/phases", new { phase = "SelfAssessment", round = 1 });

        var head = await province.System.SignInAsync("thutruong.stc");
        var sheet = await TrialCampaign.SheetAsync(head, id);
        await head.PostAsync($"{sheet}/submission"); // made-up data are complete
        var other = await province.System.SignInAsync("thutruong.snv");
        await other.PostAsync($"{await TrialCampaign.SheetAsync(other, id)}/submission");
        await Eventually.Is(
            async () => await homeAffairs.GetAsync("/api/ranking/campaigns/tap-huan-2026/standings"),
            x => x.GetProperty("items").EnumerateArray().All(item => item.GetProperty("rank").ValueKind == JsonValueKind.Number), Patience);

        var campaigns = await province.System.Anonymous().GetAsync("/api/public/v1/campaigns");
        Assert.DoesNotContain(campaigns.EnumerateArray(), x => x.GetProperty("code").GetString() is "tap-huan-2026" or "that-2026");
        var published = await homeAffairs.SendAsync(HttpMethod.Post, "/api/ranking/campaigns/tap-huan-2026/snapshots", new { acceptIncomplete = true });
        Assert.Equal("ranking.practice", published.Code());

        await head.PostAsync($"{sheet}/reset");
        await Eventually.Is(
            async () => await homeAffairs.GetAsync("/api/ranking/campaigns/tap-huan-2026/standings"),
            x => x.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("unitCode").GetString() == "STC").GetProperty("rank").ValueKind == JsonValueKind.Null, Patience);
    }

    /// <summary>Registered with the role of home affairs, calling with a token of its own.</summary>
    private async Task<Caller> SystemAsync(Caller admin, string name, string? unitCode)
    {
        var client = await admin.PostAsync("/api/identity/clients", new { name, roles = new[] { "home-affairs" }, unitCode });
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = client.GetProperty("clientId").GetString()!, ["client_secret"] = client.GetProperty("clientSecret").GetString()!,
        });
        var answer = await province.System.Anonymous().SendAsync(HttpMethod.Post, "/connect/token", form);
        Assert.True(answer.IsSuccess, $"{answer}");
        return province.System.WithToken(answer.Json().GetProperty("access_token").GetString()!);
    }

    private static async Task<IReadOnlyDictionary<string, Guid>> UnitsAsync(Caller caller, params string[] codes)
    {
        var found = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var code in codes)
        {
            var list = await caller.GetAsync($"/api/identity/units?search={code}&pageSize=100");
            found[code] = list.GetProperty("items").EnumerateArray().Single(unit => unit.GetProperty("code").GetString() == code).GetProperty("id").GetGuid();
        }

        return found;
    }

    private static async Task<Guid> OpenAsync(Caller homeAffairs, string code, object group, Guid? owner = null)
    {
        var id = await DrawUpAsync(homeAffairs, code, group, owner);
        await homeAffairs.PostAsync($"/api/criteria/campaigns/{id}/phases", new { phase = "SelfAssessment", round = 1 });
        return id;
    }

    private static async Task<Guid> DrawUpAsync(Caller homeAffairs, string code, object group, Guid? owner = null)
    {
        var set = await homeAffairs.PostCsvAsync($"/api/criteria/sets?code=bo-{code}&name={code}&year=2026", Criteria);
        await homeAffairs.PostAsync($"/api/criteria/sets/{set.GetProperty("id").GetGuid()}/publication");
        var whole = JsonSerializer.SerializeToNode(group, JsonSerializerOptions.Web)!.AsObject();
        whole["name"] = "Khối";
        whole["criteriaSetId"] = set.GetProperty("id").GetGuid();
        var request = new { code, name = $"Kỳ {code}", year = 2026, rounds = 1, surveyHeld = false, ownerUnitId = owner, groups = new[] { whole } };

        // Criteria learns of new units by events.
        var created = await Eventually.Is(
            () => homeAffairs.SendAsync(HttpMethod.Post, "/api/criteria/campaigns", request),
            answer => answer.Code() is not ("campaign.unit-unknown" or "campaign.owner-not-government"), Patience);
        Assert.True(created.IsSuccess, $"{created}");
        return created.Json().GetProperty("id").GetGuid();
    }
}
