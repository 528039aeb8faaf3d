using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Contracts.Ranking;
using CCHC.Criteria.Data;
using CCHC.Testing;

namespace CCHC.Criteria.Tests;

public sealed class CampaignTests(ServiceHost<CriteriaDbContext> criteria) : IClassFixture<ServiceHost<CriteriaDbContext>>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Opening_a_campaign_tells_the_others_its_groups_units_and_criteria()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var unit = await UnitAsync("SNV-1", "Sở Nội vụ");
        var id = await CampaignAsync(homeAffairs, "open-1", unit);

        using var response = await OpenAsync(homeAffairs, id, "selfAssessment", 1);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        var opened = await criteria.Published<CampaignChanged>(x => x.CampaignId == id);
        Assert.Equal((CampaignPhase.SelfAssessment, 1, 1), (opened.Phase, opened.Round, opened.Revision));
        var group = Assert.Single(opened.Groups);
        Assert.Equal("Sở Nội vụ", Assert.Single(group.Units).Name);
        Assert.Equal(2m, Assert.Single(group.CriteriaSet.Leaves()).MaxPoints);
    }

    [Fact]
    public async Task Phases_open_one_after_the_other_through_both_rounds()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var id = await CampaignAsync(homeAffairs, "order-1", await UnitAsync("SNV-2", "Sở Nội vụ"));

        using var skipped = await OpenAsync(homeAffairs, id, "appraisal", 1);
        Assert.Equal(HttpStatusCode.Conflict, skipped.StatusCode);
        var problem = await skipped.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.Equal("Chưa mở được “Thẩm định lần 1”: bước kế tiếp là “Tự đánh giá”.", problem.GetProperty("detail").GetString());

        foreach (var (phase, round) in new[] { ("selfAssessment", 1), ("appraisal", 1), ("selfAssessment", 2), ("appraisal", 2), ("council", 2), ("publication", 2) })
        {
            using var opened = await OpenAsync(homeAffairs, id, phase, round);
            Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        }

        using var beyond = await OpenAsync(homeAffairs, id, "council", 2);
        Assert.Equal("campaign.no-next-phase", (await beyond.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_campaign_counts_as_published_once_the_ranking_is()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var id = await CampaignAsync(homeAffairs, "published-1", await UnitAsync("SNV-3", "Sở Nội vụ"));

        await criteria.Deliver(new RankingPublished { CampaignId = id, CampaignCode = "published-1", Revision = 1, PublishedAt = DateTimeOffset.UtcNow });

        var campaign = await homeAffairs.GetFromJsonAsync<JsonElement>($"/api/criteria/campaigns/{id}", Cancelled);
        Assert.Equal("published", campaign.GetProperty("phase").GetString());
        Assert.Equal(JsonValueKind.Null, campaign.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task A_draft_campaign_is_seen_by_home_affairs_only()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        using var officer = criteria.Client(Roles.UnitOfficer, Guid.NewGuid());
        var id = await CampaignAsync(homeAffairs, "draft-1", await UnitAsync("SNV-4", "Sở Nội vụ"));

        using var response = await officer.GetAsync($"/api/criteria/campaigns/{id}", Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_unit_dissolved_before_the_year_cannot_be_measured_in_it()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var dissolved = await UnitAsync("SGTVT-1", "Sở Giao thông vận tải", validTo: new DateOnly(2023, 12, 31));

        using var response = await CreateAsync(homeAffairs, "dissolved-1", await SetAsync(homeAffairs, "dissolved-set"), dissolved);

        var refusal = await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.Equal(("campaign.unit-unknown", "groups[0].unitIds"), (refusal.GetProperty("code").GetString(), refusal.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task A_set_that_is_still_a_draft_cannot_be_used()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var unit = await UnitAsync("SNV-5", "Sở Nội vụ");

        using var response = await CreateAsync(homeAffairs, "draft-set-1", await SetAsync(homeAffairs, "draft-set", publish: false), unit);

        var refusal = await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.Equal(("campaign.criteria-set-not-published", "groups[0].criteriaSetId"), (refusal.GetProperty("code").GetString(), refusal.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task A_refusal_names_the_group_that_has_a_unit_or_a_code_for_the_second_time()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var (first, second) = (await UnitAsync("SNV-6", "Sở Nội vụ"), await UnitAsync("STC-6", "Sở Tài chính"));
        var set = await SetAsync(homeAffairs, "twice-set");
        foreach (var (code, unit, field) in ((string, Guid, string)[])[("so", second, "groups[1].code"), ("xa", first, "groups[1].unitIds")])
        {
            using var response = await homeAffairs.PostAsJsonAsync(
                "/api/criteria/campaigns",
                new
                {
                    code = "twice", name = "Chỉ số CCHC", year = 2024, rounds = 1, surveyHeld = false,
                    groups = new[] { Group("so", first), Group(code, unit) },
                },
                Cancelled);

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            var errors = (await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("errors");
            Assert.Equal(field, Assert.Single(errors.EnumerateObject()).Name);
        }

        object Group(string code, Guid unit) => new { code, name = "Khối", criteriaSetId = set, unitIds = new[] { unit } };
    }

    [Theory]
    [InlineData("{\"code\":\"x\",\"name\":\"X\",\"year\":2024,\"rounds\":4,\"surveyHeld\":true,\"groups\":[]}")]
    [InlineData("{\"code\":\"có dấu\",\"name\":\"X\",\"year\":2024,\"rounds\":1,\"surveyHeld\":true,\"groups\":[]}")]
    [InlineData("{\"code\":")]
    public async Task A_campaign_that_makes_no_sense_is_refused(string json)
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        using var content = new StringContent(json, Encoding.UTF8, "application/json");

        using var response = await homeAffairs.PostAsync("/api/criteria/campaigns", content, Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    private async Task<Guid> UnitAsync(string code, string name, DateOnly? validTo = null)
    {
        var id = Guid.CreateVersion7();
        await criteria.Deliver(new UnitChanged
        {
            UnitId = id, Revision = 1, Code = code, Name = name, Type = "Sở", GroupCode = "so", GroupName = "Khối sở", ValidTo = validTo, PredecessorIds = [],
        });
        return id;
    }

    private static async Task<Guid> SetAsync(HttpClient homeAffairs, string code, bool publish = true)
    {
        using var csv = new StringContent("ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so\n1,LV,Kế hoạch,2,TD,YESNO,\n", Encoding.UTF8, "text/csv");
        using var created = await homeAffairs.PostAsync($"/api/criteria/sets?code={code}&name=X&year=2024", csv, Cancelled);
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("id").GetGuid();
        if (publish)
        {
            using var published = await homeAffairs.PostAsync($"/api/criteria/sets/{id}/publication", null, Cancelled);
            published.EnsureSuccessStatusCode();
        }

        return id;
    }

    private static Task<HttpResponseMessage> CreateAsync(HttpClient homeAffairs, string code, Guid setId, Guid unitId) =>
        homeAffairs.PostAsJsonAsync("/api/criteria/campaigns", new
        {
            code,
            name = "Chỉ số CCHC",
            year = 2024,
            rounds = 2,
            surveyHeld = true,
            groups = new[] { new { code = "so", name = "Khối sở", criteriaSetId = setId, unitIds = new[] { unitId } } },
        }, Cancelled);

    private static async Task<Guid> CampaignAsync(HttpClient homeAffairs, string code, Guid unitId)
    {
        using var response = await CreateAsync(homeAffairs, code, await SetAsync(homeAffairs, "set-" + code), unitId);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("id").GetGuid();
    }

    private static Task<HttpResponseMessage> OpenAsync(HttpClient homeAffairs, Guid id, string phase, int round) =>
        homeAffairs.PostAsJsonAsync($"/api/criteria/campaigns/{id}/phases", new { phase, round }, Cancelled);
}
