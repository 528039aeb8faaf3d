using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Ranking.Data;
using CCHC.Testing;

namespace CCHC.Ranking.Tests;

/// <summary>What the council tells beside points: who has a conflict of interest, and whether it stands by the result.</summary>
public sealed class CouncilNewsTests(ServiceHost<RankingDbContext> ranking) : IClassFixture<ServiceHost<RankingDbContext>>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_in_conflict_sees_neither_the_unit_nor_anything_that_would_give_it_away()
    {
        var campaign = await ScoredAsync(units: 3);
        var person = Guid.NewGuid();
        await ranking.Deliver(Conflicts(campaign, 2, (person, 1)));
        await ranking.Deliver(Conflicts(campaign, 1)); // an older copy comes late

        using var member = ranking.Client(Roles.Appraiser, userId: person);
        var seen = await GetAsync(member, $"/api/ranking/campaigns/{campaign.Code}/standings?group=so");
        Assert.Equal(["u1", "u3"], seen.Items().Select(item => item.Text("unitCode")));
        Assert.All(seen.Items(), item => Assert.Null(item.Whole("rank")));
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("mean").ValueKind);
        Assert.Equal(["Đơn vị 2"], seen.GetProperty("withheld").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(member, $"/api/ranking/campaigns/{campaign.Code}/standings/u2"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(member, $"/api/ranking/campaigns/{campaign.Code}/standings/u1"));

        // Somebody else sees all, and so does this person when the conflict is taken back.
        using var other = ranking.Client(Roles.Appraiser);
        Assert.Equal(3, (await GetAsync(other, $"/api/ranking/campaigns/{campaign.Code}/standings?group=so")).Items().Count());
        await ranking.Deliver(Conflicts(campaign, 3));
        Assert.Equal(3, (await GetAsync(member, $"/api/ranking/campaigns/{campaign.Code}/standings?group=so")).Items().Count());
    }

    [Fact]
    public async Task An_appraiser_does_not_see_its_own_unit_and_home_affairs_sees_every_unit()
    {
        var campaign = await ScoredAsync(units: 2);
        var own = campaign.Units[0].UnitId;
        using var appraiser = ranking.Client(Guid.NewGuid(), new Grant(Roles.Appraiser), new Grant(Roles.UnitOfficer, own));
        using var office = ranking.Client(Guid.NewGuid(), new Grant(Roles.HomeAffairs), new Grant(Roles.UnitOfficer, own));
        Assert.Equal(["u2"], (await GetAsync(appraiser, $"/api/ranking/campaigns/{campaign.Code}/standings?group=so")).Items().Select(item => item.Text("unitCode")));
        Assert.Equal(2, (await GetAsync(office, $"/api/ranking/campaigns/{campaign.Code}/standings?group=so")).Items().Count());
    }

    [Fact]
    public async Task A_result_that_the_council_opened_again_is_not_published_until_it_is_ratified_anew()
    {
        var campaign = await ScoredAsync(units: 2);
        using var leader = ranking.Client(Roles.Leader);
        await ranking.Deliver(Ratified(campaign, 2, ratified: false));
        await ranking.Deliver(Ratified(campaign, 1, ratified: true)); // late
        using (var refused = await ranking.PublishResult(campaign))
        {
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.Equal("ranking.reopened", (await refused.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).Text("code"));
        }

        Assert.Equal(JsonValueKind.Null, (await GetAsync(leader, $"/api/ranking/campaigns/{campaign.Code}/standings?group=so")).GetProperty("ratifiedAt").ValueKind);
        await ranking.Deliver(Ratified(campaign, 3, ratified: true));
        Assert.Equal(JsonValueKind.String, (await GetAsync(leader, $"/api/ranking/campaigns/{campaign.Code}/standings?group=so")).GetProperty("ratifiedAt").ValueKind);
        using var published = await ranking.PublishResult(campaign);
        Assert.Equal(HttpStatusCode.OK, published.StatusCode);
    }

    [Fact]
    public async Task What_was_published_of_one_criterion_last_year_stands_beside_all_units_of_the_group()
    {
        var before = await ScoredAsync(units: 2, year: 2031);
        using var leader = ranking.Client(Roles.Leader);
        using (var published = await ranking.PublishResult(before))
        {
            Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        }

        var now = new TestCampaign(3, year: 2032);
        await ranking.Deliver(now.Opened(CampaignPhase.Appraisal));
        var answer = await GetAsync(leader, $"/api/ranking/campaigns/{now.Code}/groups/so/last-year/1.1");

        // Unit n had 40 + n of 1.1; the third unit is new.
        Assert.Equal(
            [("u1", 40m), ("u2", 41m), ("u3", null)],
            answer.Items().Select(item => (item.Text("unitCode"), item.GetProperty("lastYear").EnumerateArray().Select(place => place.Number("points")).SingleOrDefault())));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(leader, $"/api/ranking/campaigns/{now.Code}/groups/khong-co/last-year/1.1"));
    }

    private static ConflictsChanged Conflicts(TestCampaign campaign, int revision, params (Guid User, int Unit)[] conflicts) => new()
    {
        CampaignId = campaign.Id,
        Revision = revision,
        Conflicts = [.. conflicts.Select(conflict => new ConflictOfInterest { UserId = conflict.User, UnitId = campaign.Units[conflict.Unit].UnitId })],
    };

    private static ResultRatified Ratified(TestCampaign campaign, int revision, bool ratified) => new()
    {
        CampaignId = campaign.Id, Revision = revision, Ratified = ratified, DecidedBy = "Chủ tịch hội đồng", DecidedAt = DateTimeOffset.UtcNow,
    };

    private static async Task<JsonElement> GetAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        return response.StatusCode;
    }

    private async Task<TestCampaign> ScoredAsync(int units, int year = 2024)
    {
        var campaign = new TestCampaign(units, year: year);
        await ranking.Deliver(campaign.Opened(CampaignPhase.Council));
        await ranking.Deliver(campaign.Surveyed(1, [.. campaign.Units.Select(_ => (decimal?)16)]));
        for (var unit = 0; unit < units; unit++)
        {
            await ranking.Deliver(campaign.External(unit, 1, 8));
            await ranking.Deliver(campaign.Completed(unit, 1, 1, 40 + unit, 10, bonus: 1));
        }

        return campaign;
    }
}
