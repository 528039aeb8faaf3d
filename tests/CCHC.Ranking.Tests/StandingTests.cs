using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Ranking.Data;
using CCHC.Scoring;
using CCHC.Testing;

namespace CCHC.Ranking.Tests;

public sealed class StandingTests(ServiceHost<RankingDbContext> ranking) : IClassFixture<ServiceHost<RankingDbContext>>
{
    [Fact]
    public async Task A_unit_is_incomplete_then_provisional_then_complete()
    {
        var campaign = new TestCampaign(units: 2);
        await ranking.Deliver(campaign.Opened(CampaignPhase.SelfAssessment));
        Assert.Equal(("u1", null, null, "incomplete"), await First());

        await ranking.Deliver(campaign.Submitted(0, round: 1, revision: 1, first: 45, second: 18));
        await ranking.Deliver(campaign.Surveyed(1, 16m));
        Assert.Equal(("u1", null, null, "incomplete"), await First());
        Assert.Equal(["2.2"], (await Standings(campaign)).Items().First().GetProperty("missing").EnumerateArray().Select(code => code.GetString()!));

        await ranking.Deliver(campaign.External(0, 1, 9));
        Assert.Equal(("u1", 1, 88m, "provisional"), await First());

        await ranking.Deliver(campaign.Appraised(0, 1, 1, "1.1", 40));
        Assert.Equal(("u1", 1, 83m, "provisional"), await First());

        await ranking.Deliver(campaign.Completed(0, 1, 2, first: 40, second: 18, bonus: 2, penalty: 0.5m));
        Assert.Equal(("u1", 1, 84.5m, "complete"), await First());

        var standings = await Standings(campaign);
        Assert.True(standings.GetProperty("provisional").GetBoolean());
        Assert.Equal(84.5m, standings.Number("mean"));
        var item = standings.Items().First();
        Assert.Equal((58m, 16m, 9m, 2m, 0.5m, 84.5m, 100m, "Tốt"), (
            item.Number("appraised"), item.Number("survey"), item.Number("external"), item.Number("bonus"), item.Number("penalty"), item.Number("points"),
            item.Number("maxPoints"), item.Text("class")));
        Assert.Equal("u2", standings.Items().Last().Text("unitCode"));

        async Task<(string?, int?, decimal?, string?)> First()
        {
            var first = (await Standings(campaign)).Items().First();
            return (first.Text("unitCode"), first.Whole("rank"), first.Number("index"), first.Text("status"));
        }
    }

    [Theory]
    [InlineData("0123")]
    [InlineData("3210")]
    [InlineData("20312")] // one of them twice
    public async Task Claims_agreed_to_at_once_and_taken_back_leave_the_same_points_in_any_order(string order)
    {
        var campaign = new TestCampaign(units: 1);
        await ranking.Deliver(campaign.Opened(CampaignPhase.Appraisal));
        object[] messages =
        [
            campaign.Submitted(0, 1, 1, first: 45, second: 18),
            campaign.Decided(0, 1, revision: 2, ("1.1", 45), ("1.2.1", 18)),
            campaign.Appraised(0, 1, revision: 3, "1.1", 40), // thought again: stays
            campaign.Decided(0, 1, revision: 4, ("1.2.1", null)),
        ];
        foreach (var place in order)
        {
            await (messages[place - '0'] switch
            {
                Contracts.Assessment.SelfAssessmentSubmitted submitted => ranking.Deliver(submitted),
                Contracts.Appraisal.CriteriaAppraised decided => ranking.Deliver(decided),
                var appraised => ranking.Deliver((Contracts.Appraisal.CriterionAppraised)appraised),
            });
        }

        var leaves = (await Standings(campaign, "/u1")).GetProperty("leaves").EnumerateArray().ToDictionary(leaf => leaf.Text("code")!, StringComparer.Ordinal);
        Assert.Equal((40m, 40m), (leaves["1.1"].Number("appraisedPoints"), leaves["1.1"].Number("points")));
        Assert.Equal((null, 18m), (leaves["1.2.1"].Number("appraisedPoints"), leaves["1.2.1"].Number("points")));
    }

    [Fact]
    public async Task Appraised_points_hold_through_the_next_rounds_self_assessment()
    {
        var campaign = new TestCampaign(units: 1);
        await ranking.Deliver(campaign.Opened(CampaignPhase.SelfAssessment));
        await ranking.Deliver(campaign.Submitted(0, 1, 1, 45, 18));
        await ranking.Deliver(campaign.Completed(0, 1, 1, 30, 10));
        await ranking.Deliver(campaign.Submitted(0, 2, 2, 50, 20));
        Assert.Equal((50m, 30m, 30m, 1), await Leaf());

        await ranking.Deliver(campaign.Appraised(0, 2, 2, "1.1", 48));
        Assert.Equal((50m, 48m, 48m, 2), await Leaf());

        async Task<(decimal?, decimal?, decimal?, int?)> Leaf()
        {
            var leaf = (await Standings(campaign, "/u1")).GetProperty("leaves").EnumerateArray().First(leaf => leaf.Text("code") == "1.1");
            return (leaf.Number("selfPoints"), leaf.Number("appraisedPoints"), leaf.Number("points"), leaf.Whole("round"));
        }
    }

    [Fact]
    public async Task Not_applicable_leaves_the_maximum_and_a_unit_with_fewer_points_can_rank_above()
    {
        var campaign = new TestCampaign(units: 2);
        await ranking.Deliver(campaign.Opened(CampaignPhase.Appraisal));
        await ranking.Deliver(campaign.Surveyed(1, 16m, 16m));
        for (var unit = 0; unit < 2; unit++)
        {
            await ranking.Deliver(campaign.External(unit, 1, 8));
            await ranking.Deliver(campaign.Completed(unit, 1, 1, 40, unit == 0 ? 10 : 0, applicable: unit == 0));
        }

        var items = (await Standings(campaign)).Items().ToArray();
        Assert.Equal([("u2", 64m, 80m, 80m), ("u1", 74m, 100m, 74m)], items.Select(item =>
            (item.Text("unitCode"), item.Number("points")!.Value, item.Number("maxPoints")!.Value, item.Number("index")!.Value)));
    }

    [Fact]
    public async Task Where_no_survey_is_held_the_appraised_part_is_rescaled()
    {
        var campaign = new TestCampaign(units: 1, surveyHeld: false);
        await ranking.Deliver(campaign.Opened(CampaignPhase.Appraisal));
        await ranking.Deliver(campaign.External(0, 1, 8));
        await ranking.Deliver(campaign.Completed(0, 1, 1, 40, 20));
        var item = (await Standings(campaign)).Items().Single();
        Assert.Equal((68m, 80m, 85m, "complete"), (item.Number("points"), item.Number("maxPoints"), item.Number("index"), item.Text("status")));
    }

    [Fact]
    public async Task The_chain_decides_between_equal_indices_and_last_years_index_is_part_of_it()
    {
        using var lastYear = await ranking.Import(ResultsFile.Of(
        [
            new ResultLine { CampaignCode = "NAM-TRUOC", Year = "2030", UnitCode = "u1", UnitName = "Đơn vị 1", Points = "7" },
            new ResultLine { CampaignCode = "NAM-TRUOC", Year = "2030", UnitCode = "u2", UnitName = "Đơn vị 2", Points = "8" },
        ]));
        var campaign = new TestCampaign(units: 3, [TieBreaker.AppraisedPoints, TieBreaker.LastYearIndex], year: 2031);
        await ranking.Deliver(campaign.Opened(CampaignPhase.Appraisal));
        await ranking.Deliver(campaign.Surveyed(1, 16m, 16m, 15m));
        for (var unit = 0; unit < 3; unit++)
        {
            await ranking.Deliver(campaign.External(unit, 1, 8));
            await ranking.Deliver(campaign.Completed(unit, 1, 1, unit == 2 ? 41 : 40, 10));
        }

        Assert.Equal([("u3", 1), ("u2", 2), ("u1", 3)], (await Standings(campaign)).Items().Select(item => (item.Text("unitCode"), item.Whole("rank")!.Value)));
    }

    [Fact]
    public async Task What_is_unknown_is_404_and_unit_roles_do_not_see_standings()
    {
        var campaign = new TestCampaign(units: 1);
        await ranking.Deliver(campaign.Opened(CampaignPhase.SelfAssessment));
        Assert.Equal(HttpStatusCode.NotFound, await Status(Roles.HomeAffairs, "KHONG-CO/standings"));
        Assert.Equal(HttpStatusCode.NotFound, await Status(Roles.HomeAffairs, campaign.Code + "/standings?group=huyen"));
        Assert.Equal(HttpStatusCode.NotFound, await Status(Roles.HomeAffairs, campaign.Code + "/standings/u9"));
        Assert.Equal(HttpStatusCode.OK, await Status(Roles.Appraiser, campaign.Code + "/standings"));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(Roles.UnitHead, campaign.Code + "/standings"));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(Roles.UnitOfficer, campaign.Code + "/standings/u1"));

        async Task<HttpStatusCode> Status(string role, string path)
        {
            using var client = ranking.Client(role);
            using var response = await client.GetAsync(new Uri("/api/ranking/campaigns/" + path, UriKind.Relative), TestContext.Current.CancellationToken);
            return response.StatusCode;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Any_order_and_any_duplication_of_deliveries_gives_the_same_standings(int seed)
    {
        var random = new Random(seed);
        var campaign = new TestCampaign(units: 4);
        List<object> events = [campaign.Opened(CampaignPhase.SelfAssessment), campaign.Opened(CampaignPhase.Appraisal), campaign.Opened(CampaignPhase.Council)];
        events.Add(campaign.Surveyed(1, 10m, 11m, 12m, null));
        events.Add(campaign.Surveyed(2, 16m, 15m, 14m, 13m));
        for (var unit = 0; unit < 4; unit++)
        {
            events.Add(campaign.Submitted(unit, 1, 1, 10, 10, applicable: false));
            events.Add(campaign.Submitted(unit, 1, 2, 50, 20));
            events.AddRange(Enumerable.Range(1, 8).Select(revision => campaign.Appraised(unit, 1, revision, revision % 2 == 0 ? "1.1" : "1.2.1", revision)));
            events.Add(campaign.Completed(unit, 1, 9, 30, 12, bonus: 1));
            events.Add(campaign.Submitted(unit, 2, 3, 49, 19));
            events.Add(campaign.Appraised(unit, 2, 10, "1.1", 40 + unit));
            events.Add(campaign.Appraised(unit, 2, 11, "khong-co-trong-bo-tieu-chi", 5));
            events.Add(campaign.External(unit, 1, 1));
            events.Add(campaign.External(unit, 2, 8));
        }

        // A quarter comes again under its own message id, as brokers do; another quarter under a new one, as a relay without an inbox would.
        var deliveries = events.Select(message => (Id: Guid.CreateVersion7(), Message: message)).ToList();
        deliveries.AddRange(deliveries.Where(_ => random.Next(4) == 0).ToArray());
        deliveries.AddRange(deliveries.Where(_ => random.Next(4) == 0).Select(delivery => (Guid.CreateVersion7(), delivery.Message)).ToArray());
        var shuffled = deliveries.ToArray();
        random.Shuffle(shuffled);
        await Task.WhenAll(shuffled.Select(delivery => (Task)ranking.Publish((dynamic)delivery.Message, delivery.Id)));

        // Round 2 outdoes round 1 on leaf 1.1; leaf 1.2.1 keeps what round 1 ended with: 40 + unit, 12, survey, 8, bonus 1.
        await Eventually.Holds(async () =>
        {
            var standings = await Standings(campaign);
            Assert.Equal(
                [("u1", 1, 77m), ("u2", 1, 77m), ("u3", 1, 77m), ("u4", 1, 77m)],
                standings.Items().Select(item => (item.Text("unitCode"), item.Whole("rank")!.Value, item.Number("points")!.Value)));
            Assert.All(standings.Items(), item => Assert.Equal(("complete", true), (item.Text("status"), item.GetProperty("shared").GetBoolean())));
            Assert.False(standings.GetProperty("provisional").GetBoolean());
        });

        var expected = shuffled.Select(delivery => delivery.Id).Distinct().Count();
        await Eventually.Holds(async () => Assert.Equal(expected, await CountDealtWith([.. shuffled.Select(delivery => delivery.Id)])));
        for (var unit = 0; unit < 4; unit++)
        {
            var leaves = (await Standings(campaign, $"/u{unit + 1}")).GetProperty("leaves").EnumerateArray().ToDictionary(leaf => leaf.Text("code")!);
            Assert.Equal((49m, 40m + unit, 2), (leaves["1.1"].Number("selfPoints"), leaves["1.1"].Number("appraisedPoints"), leaves["1.1"].Whole("round")));
            Assert.Equal((19m, 12m, true), (leaves["1.2.1"].Number("selfPoints"), leaves["1.2.1"].Number("appraisedPoints"), leaves["1.2.1"].GetProperty("applicable").GetBoolean()));
            Assert.Equal((16m - unit, 8m), (leaves["2.1"].Number("surveyPoints"), leaves["2.2"].Number("externalPoints")));
        }
    }

    private Task<int> CountDealtWith(Guid[] messages) => ranking.Read(db => Task.FromResult(
        db.Set<CCHC.ServiceDefaults.Messaging.InboxMessage>().Count(message => messages.Contains(message.MessageId))));

    private async Task<JsonElement> Standings(TestCampaign campaign, string path = "?group=so")
    {
        using var client = ranking.Client(Roles.HomeAffairs);
        return await client.GetFromJsonAsync<JsonElement>(
            new Uri($"/api/ranking/campaigns/{campaign.Code}/standings{path}", UriKind.Relative), TestContext.Current.CancellationToken);
    }
}
