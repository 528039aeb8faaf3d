using System.Net;
using System.Text.Json;
using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Identity;
using CCHC.Ranking.Data;
using CCHC.Testing;

namespace CCHC.Ranking.Tests;

/// <summary>What is frozen, who may approve it, and when it may not be approved any more.</summary>
public sealed class SnapshotTests(ServiceHost<RankingDbContext> ranking) : IClassFixture<ServiceHost<RankingDbContext>>
{
    [Fact]
    public async Task Home_affairs_freezes_and_the_leader_approves_and_nobody_else_does_either()
    {
        var campaign = await ranking.Scored(units: 1);
        foreach (var role in (string[])[Roles.Leader, Roles.Appraiser, Roles.CouncilChair, Roles.UnitHead, Roles.Auditor, Roles.SystemAdmin])
        {
            using var refused = await ranking.Send(role, HttpMethod.Post, campaign.Snapshots());
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        using var taken = await ranking.TakeSnapshot(campaign);
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        foreach (var role in (string[])[Roles.HomeAffairs, Roles.Appraiser, Roles.CouncilChair, Roles.UnitHead, Roles.Auditor, Roles.SystemAdmin])
        {
            using var refused = await ranking.Send(role, HttpMethod.Post, $"{campaign.Snapshots()}/1/approval");
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        using var unseen = await ranking.Anonymous().GetAsync(new Uri($"/api/public/v1/campaigns/{campaign.Code}/rankings", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, unseen.StatusCode);
        using var approved = await ranking.Approve(campaign, 1, new { decisionNumber = "482/QĐ-UBND", decisionDate = "2026-11-28" });
        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        var published = await ranking.Public($"campaigns/{campaign.Code}/rankings");
        Assert.Equal(("482/QĐ-UBND", "2026-11-28", 0), (published.Text("decisionNumber"), published.Text("decisionDate"), published.Whole("version")));
    }

    [Fact]
    public async Task The_person_who_took_the_snapshot_does_not_approve_it()
    {
        var campaign = await ranking.Scored(units: 1);
        var person = Guid.NewGuid();
        using var taken = await ranking.TakeSnapshot(campaign, by: person);
        using var refused = await ranking.Approve(campaign, 1, by: person);
        Assert.Equal((HttpStatusCode.Conflict, "snapshot.same-person"), (refused.StatusCode, (await refused.Body()).Text("code")));
        using var approved = await ranking.Approve(campaign, 1);
        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
    }

    [Fact]
    public async Task Two_snapshots_of_one_state_have_one_hash_and_the_newer_takes_the_place_of_the_older()
    {
        var campaign = await ranking.Scored(units: 2);
        using var first = await ranking.TakeSnapshot(campaign);
        using var second = await ranking.TakeSnapshot(campaign);
        var hash = (await first.Body()).Text("hash");
        Assert.Matches("^[0-9a-f]{64}$", hash);
        Assert.Equal(hash, (await second.Body()).Text("hash"));

        var list = await Get(campaign, "");
        Assert.Equal([(2, "open"), (1, "superseded")], list.Items().Select(item => (item.Whole("number")!.Value, item.Text("state")!)));
        using var refused = await ranking.Approve(campaign, 1);
        Assert.Equal("snapshot.not-open", (await refused.Body()).Text("code"));

        await ranking.Deliver(campaign.Appraised(0, 1, 2, "1.1", 40.25m));
        using var third = await ranking.TakeSnapshot(campaign);
        Assert.NotEqual(hash, (await third.Body()).Text("hash"));
    }

    [Fact]
    public async Task What_waits_for_approval_or_for_its_minute_is_found_without_knowing_the_campaign_by_those_whose_government_it_is()
    {
        var (open, approved, published, discarded) = (await ranking.Scored(units: 1), await ranking.Scored(units: 1), await ranking.Scored(units: 1), await ranking.Scored(units: 1));
        var person = Guid.NewGuid();
        using var taken = await ranking.TakeSnapshot(open, by: person);
        using var waiting = await ranking.PublishResult(approved, approval: new { publicFrom = "2099-11-30T08:00" });
        using var over = await ranking.PublishResult(published);
        using var dropped = await ranking.TakeSnapshot(discarded);
        using var deleted = await ranking.Send(Roles.HomeAffairs, HttpMethod.Delete, discarded.Snapshots() + "/1", new { reason = "Thiếu điểm điều tra" });
        Assert.Equal(HttpStatusCode.OK, waiting.StatusCode);

        foreach (var role in (string[])[Roles.Leader, Roles.HomeAffairs])
        {
            var items = (await Waiting(new Grant(role), person)).Where(item => new[] { open, approved, published, discarded }.Any(campaign => campaign.Code == item.Text("campaign"))).ToList();
            Assert.Equal([(open.Code, "open", null), (approved.Code, "approved", "2099-11-30T01:00:00+00:00")], items.Select(item => (item.Text("campaign")!, item.Text("state")!, item.Text("publicFrom"))));
            Assert.Equal([true, false], items.Select(item => item.GetProperty("mine").GetBoolean()));
        }

        Assert.Empty(await Waiting(new Grant(Roles.Leader, Guid.NewGuid()), person)); // a district's leader
        foreach (var role in (string[])[Roles.Appraiser, Roles.UnitHead, Roles.Auditor])
        {
            using var refused = await ranking.Send(role, HttpMethod.Get, "/api/ranking/snapshots");
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
    }

    private async Task<IReadOnlyList<JsonElement>> Waiting(Grant grant, Guid person)
    {
        using var client = ranking.Client(person, grant);
        using var answer = await client.GetAsync(new Uri("/api/ranking/snapshots", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return [.. (await answer.Body()).Items()];
    }

    [Fact]
    public async Task Points_that_changed_since_are_named_and_wait_for_a_new_snapshot()
    {
        var campaign = await ranking.Scored(units: 3);
        using var taken = await ranking.TakeSnapshot(campaign);
        await ranking.Deliver(campaign.Appraised(0, 1, 2, "1.1", 40.25m));

        // u1 has 75.25 points instead of 75; u2 has 76, u3 77, so no rank changes.
        var review = await Get(campaign, "/1");
        var change = Assert.Single(review.GetProperty("sinceTaken").EnumerateArray());
        Assert.Equal(("u1", 75m, 75.25m, 3, 3), (change.Text("unitCode"), change.Number("indexBefore"), change.Number("indexAfter"), change.Whole("rankBefore"), change.Whole("rankAfter")));
        var leaf = Assert.Single(change.GetProperty("leaves").EnumerateArray());
        Assert.Equal(("1.1", 40m, 40.25m), (leaf.Text("code"), leaf.Number("pointsBefore"), leaf.Number("pointsAfter")));

        using var refused = await ranking.Approve(campaign, 1);
        var problem = await refused.Body();
        Assert.Equal((HttpStatusCode.Conflict, "snapshot.outdated"), (refused.StatusCode, problem.Text("code")));
        Assert.Equal("u1 Đơn vị 1", Assert.Single(problem.GetProperty("details").EnumerateArray()).GetString());

        using var again = await ranking.TakeSnapshot(campaign);
        var second = await Get(campaign, "/2");
        Assert.Empty(second.GetProperty("sinceTaken").EnumerateArray());
        Assert.Equal("u1", Assert.Single(second.GetProperty("sincePrevious").EnumerateArray()).Text("unitCode"));
        using var approved = await ranking.Approve(campaign, 2);
        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
    }

    [Fact]
    public async Task What_the_council_opened_again_after_the_snapshot_is_not_approved()
    {
        var campaign = await ranking.Scored(units: 1);
        using var taken = await ranking.TakeSnapshot(campaign);
        await ranking.Deliver(new ResultRatified { CampaignId = campaign.Id, Revision = 1, Ratified = false, DecidedBy = "Chủ tịch hội đồng", DecidedAt = DateTimeOffset.UtcNow });
        Assert.True((await Get(campaign, "")).GetProperty("reopened").GetBoolean());
        using var refused = await ranking.Approve(campaign, 1);
        Assert.Equal("ranking.reopened", (await refused.Body()).Text("code"));
        Assert.Equal("open", (await Get(campaign, "")).Items().Single().Text("state"));
    }

    [Fact]
    public async Task A_snapshot_is_discarded_with_a_reason_and_never_approved_afterwards()
    {
        var campaign = await ranking.Scored(units: 1);
        using var taken = await ranking.TakeSnapshot(campaign);
        using var unfounded = await ranking.Send(Roles.HomeAffairs, HttpMethod.Delete, campaign.Snapshots() + "/1", new { reason = "" });
        Assert.Equal(HttpStatusCode.BadRequest, unfounded.StatusCode);
        using var discarded = await ranking.Send(Roles.HomeAffairs, HttpMethod.Delete, campaign.Snapshots() + "/1", new { reason = "Thiếu điểm điều tra" });
        Assert.Equal(HttpStatusCode.NoContent, discarded.StatusCode);
        var item = (await Get(campaign, "")).Items().Single();
        Assert.Equal(("discarded", "Thiếu điểm điều tra"), (item.Text("state"), item.GetProperty("deeds")[0].Text("reason")));
        using var refused = await ranking.Approve(campaign, 1);
        Assert.Equal("snapshot.not-open", (await refused.Body()).Text("code"));
    }

    [Fact]
    public async Task A_person_in_conflict_reviews_the_snapshot_without_the_unit_and_without_what_gives_it_away()
    {
        var campaign = await ranking.Scored(units: 3);
        using var first = await ranking.TakeSnapshot(campaign);
        await ranking.Deliver(campaign.Appraised(1, 1, 2, "1.1", 39.5m)); // u2 falls behind u1
        await ranking.Deliver(campaign.Appraised(2, 1, 2, "1.1", 43));
        using var second = await ranking.TakeSnapshot(campaign);
        var person = Guid.NewGuid();
        await ranking.Deliver(new ConflictsChanged { CampaignId = campaign.Id, Revision = 1, Conflicts = [new ConflictOfInterest { UserId = person, UnitId = campaign.Units[1].UnitId }] });

        var seen = await Get(campaign, "/2", person);
        var group = seen.GetProperty("groups")[0];
        Assert.Equal(["u1", "u3"], group.Items().Select(item => item.Text("unitCode")));
        Assert.All(group.Items(), item => Assert.Null(item.Whole("rank")));
        Assert.Null(group.Number("mean"));
        Assert.Equal("Đơn vị 2", Assert.Single(seen.GetProperty("withheld").EnumerateArray()).GetString());
        var change = Assert.Single(seen.GetProperty("sincePrevious").EnumerateArray());
        Assert.Equal(("u3", null), (change.Text("unitCode"), change.Whole("rankAfter")));
        Assert.DoesNotContain("u2", seen.GetRawText(), StringComparison.Ordinal);

        var all = await Get(campaign, "/2");
        Assert.Equal(["u3", "u1", "u2"], all.GetProperty("groups")[0].Items().Select(item => item.Text("unitCode")));
    }

    [Fact]
    public async Task Another_district_finds_no_snapshot()
    {
        var campaign = await ranking.Scored(units: 1);
        using var taken = await ranking.TakeSnapshot(campaign);
        using var district = ranking.Client(Roles.HomeAffairs, Guid.NewGuid());
        using var list = await district.GetAsync(new Uri(campaign.Snapshots(), UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, list.StatusCode);
        using var refused = await ranking.Approve(campaign, 1, area: Guid.NewGuid());
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    private async Task<JsonElement> Get(TestCampaign campaign, string path, Guid? person = null)
    {
        using var response = await ranking.Send(Roles.Leader, HttpMethod.Get, campaign.Snapshots() + path, userId: person);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Body();
    }
}
