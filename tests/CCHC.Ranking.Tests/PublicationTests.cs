using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Ranking;
using CCHC.Ranking.Data;
using CCHC.Testing;

namespace CCHC.Ranking.Tests;

public sealed class PublicationTests(ServiceHost<RankingDbContext> ranking) : IClassFixture<ServiceHost<RankingDbContext>>
{
    [Fact]
    public async Task Unpublished_results_are_never_visible()
    {
        var campaign = await Scored(units: 2, CampaignPhase.Council);
        Assert.Equal(HttpStatusCode.NotFound, await PublicStatus($"campaigns/{campaign.Code}/rankings?group=so"));
        Assert.Equal(HttpStatusCode.NotFound, await PublicStatus($"campaigns/{campaign.Code}/units/u1"));
        var listed = Listed(await ranking.Public("campaigns"), campaign);
        Assert.Equal(
            $$"""{"code":"{{campaign.Code}}","name":"Chỉ số CCHC thử","year":2024,"status":"open","groups":[{"code":"so","name":"Khối sở"}]}""",
            listed.GetRawText());
    }

    [Fact]
    public async Task A_publication_is_frozen_and_told_to_the_others()
    {
        var campaign = await Scored(units: 2, CampaignPhase.Council);
        using (var response = await Publish(campaign))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        var told = await ranking.Published<RankingPublished>(published => published.CampaignId == campaign.Id);
        Assert.Equal((campaign.Code, 1), (told.CampaignCode, told.Revision));
        Assert.Equal("published", Listed(await ranking.Public("campaigns"), campaign).Text("status"));

        var before = await ranking.Public($"campaigns/{campaign.Code}/rankings?group=so");
        Assert.Equal(
            [(1, "u2", "Đơn vị 2", 76m, 76m, 100m, "Khá", "complete"), (2, "u1", "Đơn vị 1", 75m, 75m, 100m, "Khá", "complete")],
            before.Items().Select(item => (
                item.Whole("rank")!.Value, item.Text("unitCode")!, item.Text("unitName")!, item.Number("index")!.Value, item.Number("points")!.Value,
                item.Number("maxPoints")!.Value, item.Text("class")!, item.Text("status")!)));
        Assert.Equal((campaign.Code, "so", 75.5m), (before.Text("campaign"), before.Text("group"), before.Number("mean")));

        await ranking.Deliver(campaign.Appraised(0, 2, 9, "1.1", 50));
        Assert.Equal(before.GetRawText(), (await ranking.Public($"campaigns/{campaign.Code}/rankings?group=so")).GetRawText());
    }

    [Fact]
    public async Task A_unit_card_shows_points_and_maxima_per_field_and_criterion()
    {
        var campaign = await Scored(units: 1, CampaignPhase.Council);
        using var response = await Publish(campaign);
        var card = await ranking.Public($"campaigns/{campaign.Code}/units/u1");

        Assert.Equal((1, 75m, 100m, "Khá"), (card.Whole("rank"), card.Number("points"), card.Number("maxPoints"), card.Text("class")));
        Assert.Equal(
            [("1", 50m, 70m), ("2", 24m, 30m), ("DT", 1m, 0m), ("DP", 0m, 0m)],
            card.GetProperty("fields").EnumerateArray().Select(field => (field.Text("code")!, field.Number("points")!.Value, field.Number("maxPoints")!.Value)));
        var criteria = card.GetProperty("fields").EnumerateArray().SelectMany(field => field.GetProperty("criteria").EnumerateArray()).ToArray();
        Assert.Equal(
            [("1.1", "appraised", 40m, 50m), ("1.2.1", "appraised", 10m, 20m), ("2.1", "survey", 16m, 20m), ("2.2", "external", 8m, 10m), ("DT", "appraised", 1m, 3m), ("DP", "appraised", 0m, 3m)],
            criteria.Select(leaf => (leaf.Text("code")!, leaf.Text("source")!, leaf.Number("points")!.Value, leaf.Number("maxPoints")!.Value)));
        Assert.Equal("Tiêu chí 1.2", criteria[1].GetProperty("path")[0].GetString());
        Assert.Equal(HttpStatusCode.NotFound, await PublicStatus($"campaigns/{campaign.Code}/units/u2"));
    }

    [Theory]
    [InlineData(CampaignPhase.SelfAssessment)]
    [InlineData(CampaignPhase.Appraisal)]
    public async Task Only_in_the_council_phase_can_be_published(CampaignPhase phase)
    {
        var campaign = await Scored(units: 1, phase);
        using var response = await Publish(campaign);
        Assert.Equal((HttpStatusCode.Conflict, "ranking.not-in-council"), (response.StatusCode, (await response.Body()).Text("code")));
        Assert.Equal(HttpStatusCode.NotFound, await PublicStatus($"campaigns/{campaign.Code}/rankings"));
    }

    [Fact]
    public async Task A_second_publication_is_refused()
    {
        var campaign = await Scored(units: 1, CampaignPhase.Council);
        using var first = await Publish(campaign);
        using var second = await Publish(campaign);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal((HttpStatusCode.Conflict, "ranking.already-published"), (second.StatusCode, (await second.Body()).Text("code")));
    }

    [Fact]
    public async Task Units_that_lack_data_are_named_and_published_only_on_request_without_rank_or_self_assessed_points()
    {
        var campaign = new TestCampaign(units: 2);
        await ranking.Deliver(campaign.Opened(CampaignPhase.Council));
        await Score(campaign, unit: 0);
        await ranking.Deliver(campaign.Surveyed(2, 16m, 16m));
        await ranking.Deliver(campaign.External(1, 1, 8));
        await ranking.Deliver(campaign.Submitted(1, 1, 1, 50, 20));
        await ranking.Deliver(campaign.Appraised(1, 1, 1, "1.1", 30));

        using (var refused = await Publish(campaign))
        {
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            var problem = await refused.Body();
            Assert.Equal(("ranking.incomplete", "u2 Đơn vị 2"), (problem.Text("code"), Assert.Single(problem.GetProperty("details").EnumerateArray()).GetString()));
        }

        using var accepted = await Publish(campaign, acceptIncomplete: true);
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        var published = await ranking.Public($"campaigns/{campaign.Code}/rankings");
        Assert.Equal(
            [("u1", 1, 75m, "complete"), ("u2", null, null, "incomplete")],
            published.Items().Select(item => (item.Text("unitCode"), item.Whole("rank"), item.Number("index"), item.Text("status"))));
        var card = await ranking.Public($"campaigns/{campaign.Code}/units/u2");
        Assert.Equal([30m, null], card.GetProperty("fields")[0].GetProperty("criteria").EnumerateArray().Select(leaf => leaf.Number("points")));
    }

    [Fact]
    public async Task An_unchanged_answer_costs_304()
    {
        var campaign = await Scored(units: 2, CampaignPhase.Council);
        using var published = await Publish(campaign);
        foreach (var path in (string[])["campaigns", $"campaigns/{campaign.Code}/rankings?group=so", $"campaigns/{campaign.Code}/units/u1"])
        {
            using var first = await Get(path);
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            Assert.False(first.Headers.ETag!.IsWeak);
            Assert.True(first.Headers.CacheControl!.Public);
            Assert.InRange(first.Headers.CacheControl.MaxAge!.Value.TotalSeconds, 1, 300);

            using var second = await Get(path, ifNoneMatch: first.Headers.ETag);
            Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
            Assert.Equal(first.Headers.ETag, second.Headers.ETag);
            Assert.Empty(await second.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

            using var other = await Get(path, ifNoneMatch: new EntityTagHeaderValue("\"other\""));
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        }
    }

    [Fact]
    public async Task The_ranking_comes_as_CSV_on_request_with_the_same_rows()
    {
        var line = new ResultLine { CampaignCode = "XUAT-CSV", MaxPoints = "9", UnitName = "Sở Văn hóa, Thể thao" };
        using var imported = await ranking.Import(ResultsFile.Of([line, line with { UnitCode = "x", UnitName = "X", Points = "" }]));
        using var csv = await Get("campaigns/XUAT-CSV/rankings", accept: "text/csv");
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        var bytes = await csv.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        Assert.Equal(
            """
            rank,unitCode,unitName,index,points,maxPoints,class,status
            1,snv,"Sở Văn hóa, Thể thao",83.33333333333333333333333333,7.5,9,,complete
            ,x,X,,0,9,,incomplete

            """,
            Encoding.UTF8.GetString(bytes[3..]), ignoreLineEndingDifferences: true);

        using var json = await Get("campaigns/XUAT-CSV/rankings", accept: "application/json, text/csv;q=0.5");
        Assert.Equal("application/json", json.Content.Headers.ContentType!.MediaType);
        Assert.NotEqual(csv.Headers.ETag, json.Headers.ETag);
        Assert.Contains("Accept", json.Headers.Vary);
    }

    [Fact]
    public async Task What_is_unknown_is_404_with_problem_details()
    {
        using var response = await Get("campaigns/KHONG-CO/rankings?group=so");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var campaign = await Scored(units: 1, CampaignPhase.Council);
        using var published = await Publish(campaign);
        Assert.Equal(HttpStatusCode.NotFound, await PublicStatus($"campaigns/{campaign.Code}/rankings?group=huyen"));
    }

    private static JsonElement Listed(JsonElement campaigns, TestCampaign campaign) => campaigns.EnumerateArray().Single(listed => listed.Text("code") == campaign.Code);

    /// <summary>Unit n has 40 + n, 10, survey 16, external 8 and bonus 1, all final.</summary>
    private async Task<TestCampaign> Scored(int units, CampaignPhase phase)
    {
        var campaign = new TestCampaign(units);
        await ranking.Deliver(campaign.Opened(phase));
        for (var unit = 0; unit < units; unit++)
        {
            await Score(campaign, unit);
        }

        return campaign;
    }

    private async Task Score(TestCampaign campaign, int unit)
    {
        await ranking.Deliver(campaign.Surveyed(1, [.. campaign.Units.Select(_ => (decimal?)16)]));
        await ranking.Deliver(campaign.External(unit, 1, 8));
        await ranking.Deliver(campaign.Completed(unit, 1, 1, 40 + unit, 10, bonus: 1));
    }

    private Task<HttpResponseMessage> Publish(TestCampaign campaign, bool? acceptIncomplete = null) =>
        ranking.PublishResult(campaign, acceptIncomplete is null ? null : new { acceptIncomplete });

    private async Task<HttpStatusCode> PublicStatus(string path)
    {
        using var response = await Get(path);
        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> Get(string path, string? accept = null, EntityTagHeaderValue? ifNoneMatch = null)
    {
        using var client = ranking.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/public/v1/" + path, UriKind.Relative));
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        if (ifNoneMatch is not null)
        {
            request.Headers.IfNoneMatch.Add(ifNoneMatch);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
