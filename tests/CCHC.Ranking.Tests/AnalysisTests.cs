using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Ranking.Data;
using CCHC.Testing;

namespace CCHC.Ranking.Tests;

/// <summary>What is asked of standings: what if, what first, what hangs on which criterion.</summary>
public sealed class AnalysisTests(ServiceHost<RankingDbContext> ranking) : IClassFixture<ServiceHost<RankingDbContext>>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Other_points_show_another_ranking_and_change_nothing()
    {
        var campaign = await ThreeUnits.DeliverAsync(ranking);
        using var staff = ranking.Client(Roles.Leader);
        var answer = await WhatIfAsync(staff, campaign, HttpStatusCode.OK, ("u3", "1.1", 46m, null), ("u1", "2.2", null, false));

        // u3: 46 + 20 + 15 = 81 of 100. u1: 80 of 90 without the external leaf = 88,89.
        Assert.Equal(
            [("u1", 1, 1, 0), ("u3", 3, 2, 1), ("u2", 2, 3, -1)],
            answer.Items().Select(item => (item.Text("unitCode")!, item.GetProperty("before").Whole("rank")!.Value, item.GetProperty("after").Whole("rank")!.Value, item.Whole("ranksGained")!.Value)));
        Assert.Equal(81m, answer.Items().ElementAt(1).GetProperty("after").GetProperty("index").GetDecimal());
        Assert.Equal(80m / 90 * 100, answer.Items().First().GetProperty("after").GetProperty("index").GetDecimal(), 10);

        var live = await GetAsync(staff, $"standings?group=so", campaign);
        Assert.Equal([80m, 70m, 60m], live.Items().Select(item => item.GetProperty("index").GetDecimal()));
    }

    [Theory]
    [InlineData("u9", "1.1", 1, "đơn vị u9")]
    [InlineData("u1", "9.9", 1, "tiêu chí 9.9")]
    [InlineData("u1", "1.1", 50.5, "từ 0 đến 50.")]
    public async Task A_change_that_cannot_be_is_named(string unit, string leaf, double points, string expected)
    {
        var campaign = await ThreeUnits.DeliverAsync(ranking);
        using var staff = ranking.Client(Roles.Leader);
        var problem = await WhatIfAsync(staff, campaign, HttpStatusCode.BadRequest, ("u2", "1.1", 50m, null), (unit, leaf, (decimal)points, null));
        Assert.Contains(expected, problem.GetProperty("errors").GetProperty("changes[1]")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_learns_which_single_leaf_would_make_it_first()
    {
        var campaign = await ThreeUnits.DeliverAsync(ranking);
        using var staff = ranking.Client(Roles.HomeAffairs);
        var answer = await GetAsync(staff, "standings/u2/lifts", campaign);

        // It lacks 10 points to draw level, and to the class Tốt (80): 10 are open on 2.2 and 15 on 1.1; the 5 of the survey and the 3 of the bonus are too few.
        foreach (var way in (string[])["toNextRank", "toNextClass"])
        {
            Assert.Equal("found", answer.GetProperty(way).Text("outcome"));
            Assert.Equal(
                [("2.2", 10m, 80m), ("1.1", 15m, 85m)],
                answer.GetProperty(way).Items().Select(lift => (lift.GetProperty("leaves")[0].Text("code")!, lift.GetProperty("pointsToWin").GetDecimal(), lift.GetProperty("index").GetDecimal())));
        }

        Assert.Equal("alreadyBest", (await GetAsync(staff, "standings/u1/lifts", campaign)).GetProperty("toNextRank").Text("outcome"));
    }

    [Fact]
    public async Task The_only_leaf_that_differs_carries_the_whole_ranking()
    {
        var campaign = await ThreeUnits.DeliverAsync(ranking);
        using var staff = ranking.Client(Roles.CouncilChair);
        var answer = await GetAsync(staff, "analysis?group=so&by=leaf", campaign);
        var first = answer.Items().Single(item => item.Text("code") == "1.1");
        Assert.Equal(0.5, first.GetProperty("nominal").GetDouble(), 12); // 50 of 100
        Assert.Equal(1, first.GetProperty("effective").GetDouble(), 12);
        Assert.Equal(1, first.GetProperty("correlation").GetDouble(), 12);
        Assert.Equal(1, first.GetProperty("meanShift").GetDouble(), 12); // without it all are first: 0, 1 and 2 ranks
        Assert.Equal(2, first.GetProperty("largestShift").GetInt32());
        var spread = first.GetProperty("spread"); // 25, 35 and 45 of 50
        Assert.Equal([0.5m, 0.6m, 0.7m, 0.8m, 0.9m], ((string[])["minimum", "lowerQuartile", "median", "upperQuartile", "maximum"]).Select(name => spread.GetProperty(name).GetDecimal()));
        Assert.Equal(0, answer.Items().Single(item => item.Text("code") == "1.2.1").GetProperty("effective").GetDouble(), 12);

        var fields = await GetAsync(staff, "analysis?group=so", campaign);
        Assert.Equal([("1", 70m), ("2", 30m)], fields.Items().Where(item => item.Text("code")!.Length == 1).Select(item => (item.Text("code")!, item.GetProperty("maxPoints").GetDecimal())));
    }

    [Fact]
    public async Task Two_units_a_point_apart_are_as_often_the_other_way_round_as_the_errors_of_their_surveys_say()
    {
        var campaign = new TestCampaign(units: 2);
        await ranking.Deliver(campaign.Opened(CampaignPhase.Appraisal));
        foreach (var (unit, first) in new[] { (0, 41m), (1, 40m) })
        {
            await ranking.Deliver(campaign.Completed(unit, 1, 1, first, 10));
            await ranking.Deliver(campaign.External(unit, 1, 5));
        }

        // 5 % of 20 points is 1 point on either side; the difference of 1 point has an error of √2, so the first stays above in Φ(1/√2) = 0.7602 of the cases.
        await ranking.Deliver(campaign.SurveyedWithError(1, 5, 10, 10));
        using var staff = ranking.Client(Roles.Leader);
        var answer = await GetAsync(staff, "rank-intervals?group=so&weights=0&seed=7&top=1", campaign);
        Assert.Equal((2, 2), (answer.Whole("surveyErrors"), answer.Whole("surveyResults")));
        var first1 = answer.Items().First();
        Assert.Equal(("u1", 1, 1, 2), (first1.Text("unitCode"), first1.Whole("rank"), first1.Whole("rank5"), first1.Whole("rank95")));
        Assert.Equal(0.7602, first1.GetProperty("aboveNext").GetDouble(), 0.02);
        Assert.Equal(first1.GetProperty("shares")[0].GetDouble(), first1.GetProperty("inTop").GetDouble(), 12);
        Assert.Equal(answer.GetRawText(), (await GetAsync(staff, "rank-intervals?group=so&weights=0&seed=7&top=1", campaign)).GetRawText());

        // Appraisers who differ by 2 % of 50 and of 20 points add 1² + 0.4² on either side: Φ(1/√(2 + 2.32)) = Φ(0.4811) = 0.6848.
        var wider = await GetAsync(staff, "rank-intervals?group=so&weights=0&appraisers=2&seed=7", campaign);
        Assert.Equal(0.6848, wider.Items().First().GetProperty("aboveNext").GetDouble(), 0.02);
    }

    [Fact]
    public async Task Shares_of_the_maximum_stand_by_rank_and_field()
    {
        var campaign = await ThreeUnits.DeliverAsync(ranking);
        using var staff = ranking.Client(Roles.Leader);
        var answer = await GetAsync(staff, "shares?group=so", campaign);

        // Field 1: 45 + 20, 35 + 20, 25 + 20 of 70. Field 2: 15 + 0 of 30. Bonus and penalty have no share.
        Assert.Equal(["1", "2"], answer.GetProperty("criteria").EnumerateArray().Select(criterion => criterion.Text("code")));
        Assert.Equal(
            [("u1", 65m / 70, 0.5m), ("u2", 55m / 70, 0.5m), ("u3", 45m / 70, 0.5m)],
            answer.Items().Select(item => (item.Text("unitCode")!, item.GetProperty("shares")[0].GetDecimal(), item.GetProperty("shares")[1].GetDecimal())));
    }

    [Fact]
    public async Task Without_anything_uncertain_every_rank_is_certain()
    {
        var campaign = await ThreeUnits.DeliverAsync(ranking);
        using var staff = ranking.Client(Roles.HomeAffairs);
        var answer = await GetAsync(staff, "rank-intervals?group=so&weights=0", campaign);
        Assert.Equal((0, 3), (answer.Whole("surveyErrors"), answer.Whole("surveyResults")));
        Assert.Equal((0, 4, 0), (answer.Whole("measuredLeaves"), answer.Whole("appraisedLeaves"), answer.Whole("opinions")));
        Assert.All(answer.Items(), item => Assert.Equal((item.Whole("rank"), item.Whole("rank")), (item.Whole("rank5"), item.Whole("rank95"))));
        using var wrong = await staff.GetAsync(new Uri($"/api/ranking/campaigns/{campaign.Code}/rank-intervals?group=so&weights=60", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task Appraisers_differ_as_their_independent_scores_showed_and_only_elsewhere_as_somebody_supposes()
    {
        // 1.1: u1 has two scores that deviate by √2, u2 three that deviate by √0.5: pooled √((1 · 2 + 2 · 0.5) / 3) = 1 point.
        var campaign = new TestCampaign(units: 3, surveyHeld: false);
        await ranking.Deliver(campaign.Opened(CampaignPhase.Appraisal));
        await ranking.Deliver(Opined(0, 26, 2, 1.414214m));
        await ranking.Deliver(Opined(1, 25, 3, 0.707107m));
        await ranking.Deliver(Opined(2, 5, null, null));
        for (var unit = 0; unit < 3; unit++)
        {
            await ranking.Deliver(campaign.External(unit, 1, 0));
        }

        // What the council decides later of the leaf, or is told again, leaves the scores as they were.
        await ranking.Deliver(campaign.Appraised(0, 1, 2, "1.1", 26));
        await ranking.Deliver(Opined(0, 26, 2, 1.414214m));
        using var staff = ranking.Client(Roles.HomeAffairs);

        // u1 is 1 point ahead, the difference deviates by √2: Φ(1 / √2) = 0.760250, with a standard error of 0.0043 in 10,000 replications. u3 is 20 behind.
        var measured = await GetAsync(staff, "rank-intervals?group=so&weights=0", campaign);
        Assert.Equal((1, 4, 5), (measured.Whole("measuredLeaves"), measured.Whole("appraisedLeaves"), measured.Whole("opinions")));
        var aboveNext = measured.Items().Select(item => item.Number("aboveNext")).ToList();
        Assert.InRange(aboveNext[0]!.Value, 0.743m, 0.778m);
        Assert.Equal(1, aboveNext[1]);

        // 25 % of the 20 points of 1.2.1 are 5 points more: about Φ(1 / √(2 · 26)) = 0.555; were 1.1 supposed too, with 12.5 points, it would be 0.52 and u3 sometimes second.
        var supposed = await GetAsync(staff, "rank-intervals?group=so&weights=0&appraisers=25", campaign);
        Assert.InRange(supposed.Items().First().Number("aboveNext")!.Value, 0.53m, 0.59m);
        Assert.Equal(1, measured.Whole("measuredLeaves"));

        AppraisalCompleted Opined(int unit, decimal points, int? opinions, decimal? deviation)
        {
            var completed = campaign.Completed(unit, 1, 1, points, 10);
            return completed with { Leaves = [.. completed.Leaves.Select(leaf => leaf.LeafCode == "1.1" ? leaf with { Opinions = opinions, OpinionDeviation = deviation } : leaf)] };
        }
    }

    [Fact]
    public async Task An_appraiser_with_a_unit_of_its_own_finds_no_analysis_that_would_give_it_away()
    {
        var campaign = await ThreeUnits.DeliverAsync(ranking);
        using var own = ranking.Client(Guid.NewGuid(), new Grant(Roles.Appraiser), new Grant(Roles.UnitOfficer, campaign.Units[0].UnitId));
        foreach (var path in (string[])["analysis?group=so", "shares?group=so", "rank-intervals?group=so", "standings/u2/lifts"])
        {
            using var response = await own.GetAsync(new Uri($"/api/ranking/campaigns/{campaign.Code}/{path}", UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }

        await WhatIfAsync(own, campaign, HttpStatusCode.NotFound, ("u2", "1.1", 50m, null));
    }

    private static async Task<JsonElement> GetAsync(HttpClient client, string path, TestCampaign campaign)
    {
        using var response = await client.GetAsync(new Uri($"/api/ranking/campaigns/{campaign.Code}/{path}", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    private static async Task<JsonElement> WhatIfAsync(HttpClient client, TestCampaign campaign, HttpStatusCode expected, params (string Unit, string Leaf, decimal? Points, bool? Applicable)[] changes)
    {
        using var response = await client.PostAsJsonAsync(
            $"/api/ranking/campaigns/{campaign.Code}/what-if",
            new { group = "so", changes = changes.Select(change => new { unitCode = change.Unit, leafCode = change.Leaf, points = change.Points, applicable = change.Applicable }) }, Cancellation);
        Assert.Equal(expected, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }
}
