using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Assessment;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Ranking.Data;
using CCHC.Testing;
using Npgsql;

namespace CCHC.Ranking.Tests;

public sealed class OwnedCampaignTests(ServiceHost<RankingDbContext> ranking) : IClassFixture<ServiceHost<RankingDbContext>>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Drafts_and_practice_campaigns_are_in_no_public_list()
    {
        var (draft, practice, real) = (new TestCampaign(1), new TestCampaign(1), new TestCampaign(1));
        await ranking.Deliver(draft.Opened(CampaignPhase.Draft, 0));
        await ranking.Deliver(practice.Opened(CampaignPhase.Council) with { Practice = true });
        await ranking.Deliver(real.Opened(CampaignPhase.Council));

        var listed = (await ranking.Public("campaigns")).EnumerateArray().Select(campaign => campaign.Text("code")).ToArray();

        Assert.Contains(real.Code, listed);
        Assert.DoesNotContain(draft.Code, listed);
        Assert.DoesNotContain(practice.Code, listed);
    }

    [Fact]
    public async Task A_practice_campaign_is_marked_and_cannot_be_published()
    {
        var campaign = await Scored(opened => opened with { Practice = true });

        using var standings = await Get(campaign, "standings");
        Assert.True((await standings.Body()).GetProperty("practice").GetBoolean());
        using var refused = await Publish(campaign);
        Assert.Equal((HttpStatusCode.Conflict, "ranking.practice"), (refused.StatusCode, (await refused.Body()).Text("code")));
        using var unseen = await ranking.Anonymous().GetAsync(new Uri($"/api/public/v1/campaigns/{campaign.Code}/rankings", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, unseen.StatusCode);
    }

    [Fact]
    public async Task Results_can_be_published_while_they_wait_for_the_leader()
    {
        var campaign = await Scored(opened => opened with { Phase = CampaignPhase.Publication });
        using var published = await Publish(campaign);
        Assert.Equal(HttpStatusCode.OK, published.StatusCode);
    }

    [Fact]
    public async Task Another_district_finds_neither_standings_nor_publication()
    {
        var district = Guid.NewGuid();
        var campaign = await Scored(opened => opened with { OwnerUnitId = district });

        foreach (var path in (string[])["standings", "standings/u1"])
        {
            using var own = await Get(campaign, path, district);
            using var province = await Get(campaign, path);
            using var other = await Get(campaign, path, Guid.NewGuid());
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound), (own.StatusCode, province.StatusCode, other.StatusCode));
        }

        using var refused = await Publish(campaign, Guid.NewGuid());
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        using var published = await Publish(campaign, district);
        Assert.Equal(HttpStatusCode.OK, published.StatusCode);
    }

    [Fact]
    public async Task A_districts_home_affairs_finds_no_standings_of_the_province_and_imports_nothing()
    {
        var campaign = await Scored(opened => opened);
        using var hidden = await Get(campaign, "standings", Guid.NewGuid());
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);

        using var client = ranking.Client(Roles.HomeAffairs, Guid.NewGuid());
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(ResultsFile.Of([new ResultLine { CampaignCode = "CUA-HUYEN" }])))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("text/csv") },
        };
        using var refused = await client.PostAsync(new Uri("/api/ranking/imports", UriKind.Relative), content, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task A_reset_practice_sheet_loses_self_and_council_points_until_a_later_submission()
    {
        var campaign = new TestCampaign(1);
        await ranking.Deliver(campaign.Opened(CampaignPhase.Appraisal) with { Practice = true });
        await ranking.Deliver(campaign.Surveyed(1, 16m));
        await ranking.Deliver(campaign.External(0, 1, 8));
        var (submitted, appraised) = (campaign.Submitted(0, 1, 1, 45, 18), campaign.Appraised(0, 1, 7, "1.1", 40));
        var completed = campaign.Completed(0, 1, 8, 39, 17);
        await ranking.Deliver(submitted);
        await ranking.Deliver(appraised);
        await ranking.Deliver(completed);
        Assert.Equal((45m, 39m, 16m, 8m), await Points(campaign));

        await ranking.Deliver(Reset(campaign, revision: 1, completed.CompletedAt));
        Assert.Equal((null, null, 16m, 8m), await Points(campaign));

        await ranking.Deliver(submitted);
        await ranking.Deliver(appraised);
        await ranking.Deliver(completed);
        Assert.Equal((null, null, 16m, 8m), await Points(campaign));

        await ranking.Deliver(campaign.Submitted(0, 1, 2, 30, 10));
        await ranking.Deliver(NewCase(campaign, completed.CompletedAt.AddMinutes(1)));
        Assert.Equal((30m, 25m, 16m, 8m), await Points(campaign));
    }

    [Fact]
    public async Task A_reset_that_comes_late_leaves_what_was_scored_after_it()
    {
        var campaign = new TestCampaign(1);
        await ranking.Deliver(campaign.Opened(CampaignPhase.Appraisal) with { Practice = true });
        var before = campaign.Appraised(0, 1, 7, "1.1", 40);
        await ranking.Deliver(before);
        await ranking.Deliver(campaign.Submitted(0, 1, 2, 30, 10));
        await ranking.Deliver(NewCase(campaign, before.AppraisedAt.AddMinutes(2)));

        await ranking.Deliver(Reset(campaign, revision: 1, before.AppraisedAt.AddMinutes(1)));

        Assert.Equal((30m, 25m, null, null), await Points(campaign));
    }

    [Fact]
    public async Task A_wiped_practice_campaign_leaves_no_row()
    {
        var campaign = await Scored(opened => opened with { Practice = true });
        await ranking.Deliver(Reset(campaign, 1, DateTimeOffset.UtcNow));
        Assert.NotEqual(0, await RowsAbout(campaign));

        await ranking.Deliver(new CampaignWiped { CampaignId = campaign.Id, Code = campaign.Code, WipedAt = DateTimeOffset.UtcNow });

        Assert.Equal(0, await RowsAbout(campaign));

        // What was under way reaches the service after the wipe.
        await ranking.Deliver(campaign.Opened(CampaignPhase.Council) with { Practice = true });
        await ranking.Deliver(campaign.Submitted(0, 1, 9, 45, 18));
        await ranking.Deliver(campaign.Appraised(0, 1, 9, "1.1", 40));
        await ranking.Deliver(campaign.Completed(0, 1, 10, 40, 10));
        await ranking.Deliver(campaign.Surveyed(9, 16m));
        await ranking.Deliver(campaign.External(0, 9, 8));
        await ranking.Deliver(Reset(campaign, 9, DateTimeOffset.UtcNow));
        await ranking.Deliver(new CampaignWiped { CampaignId = campaign.Id, Code = campaign.Code, WipedAt = DateTimeOffset.UtcNow });
        Assert.Equal(0, await RowsAbout(campaign));
        using var gone = await Get(campaign, "standings");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_group_sets_its_own_survey_caps_and_awards_and_shared_ranks_are_all_awarded()
    {
        var campaign = new TestCampaign(3);
        var opened = campaign.Opened(CampaignPhase.Council);
        await ranking.Deliver(opened with { Groups = [opened.Groups[0] with { SurveyHeld = false, BonusCap = 1, PenaltyCap = 0.5m, Awards = 1 }] });
        for (var unit = 0; unit < 3; unit++)
        {
            await ranking.Deliver(campaign.External(unit, 1, 8));
            await ranking.Deliver(campaign.Completed(unit, 1, 1, unit == 2 ? 40 : 44, 10, bonus: 3, penalty: 2));
        }

        // Without the survey's 20 the maximum is 80: (44 + 10 + 8 + 1 − 0.5) / 80 and (40 + 10 + 8 + 1 − 0.5) / 80.
        (string?, int?, decimal?, bool)[] expected = [("u1", 1, 78.125m, true), ("u2", 1, 78.125m, true), ("u3", 3, 73.125m, false)];
        using var standings = await Get(campaign, "standings");
        Assert.Equal(expected, Awarded(await standings.Body()));
        using var published = await Publish(campaign);
        Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        Assert.Equal(expected, Awarded(await ranking.Public($"campaigns/{campaign.Code}/rankings")));

        static IEnumerable<(string?, int?, decimal?, bool)> Awarded(JsonElement list) =>
            list.Items().Select(item => (item.Text("unitCode"), item.Whole("rank"), item.Number("index"), item.GetProperty("awarded").GetBoolean()));
    }

    private static SelfAssessmentReset Reset(TestCampaign campaign, int revision, DateTimeOffset at) => new()
    {
        SelfAssessmentId = Guid.NewGuid(),
        CampaignId = campaign.Id,
        UnitId = campaign.Units[0].UnitId,
        Revision = revision,
        ResetAt = at,
    };

    /// <summary>The case that a submission after the reset opened: its revisions begin again.</summary>
    private static Contracts.Appraisal.CriterionAppraised NewCase(TestCampaign campaign, DateTimeOffset at) =>
        campaign.Appraised(0, 1, 1, "1.1", 25) with { CaseId = Guid.NewGuid(), AppraisedAt = at };

    private async Task<TestCampaign> Scored(Func<CampaignChanged, CampaignChanged> change)
    {
        var campaign = new TestCampaign(1);
        await ranking.Deliver(change(campaign.Opened(CampaignPhase.Council)));
        await ranking.Deliver(campaign.Surveyed(1, 16m));
        await ranking.Deliver(campaign.External(0, 1, 8));
        await ranking.Deliver(campaign.Completed(0, 1, 1, 40, 10));
        return campaign;
    }

    private async Task<(decimal? Self, decimal? Appraised, decimal? Survey, decimal? External)> Points(TestCampaign campaign)
    {
        using var response = await Get(campaign, "standings/u1");
        var leaves = (await response.Body()).GetProperty("leaves").EnumerateArray().ToDictionary(leaf => leaf.Text("code")!);
        return (leaves["1.1"].Number("selfPoints"), leaves["1.1"].Number("appraisedPoints"), leaves["2.1"].Number("surveyPoints"), leaves["2.2"].Number("externalPoints"));
    }

    /// <summary>Rows of any table that name the campaign, apart from messages in transit and the tombstone, which is its id alone.</summary>
    private async Task<long> RowsAbout(TestCampaign campaign)
    {
        await using var database = NpgsqlDataSource.Create(ranking.ConnectionString);
        var tables = new List<string>();
        await using (var command = database.CreateCommand("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('outbox_message', 'outbox_sent', 'inbox_message', 'inbox_tombstone')"))
        await using (var reader = await command.ExecuteReaderAsync(Cancellation))
        {
            while (await reader.ReadAsync(Cancellation))
            {
                tables.Add(reader.GetString(0));
            }
        }

        var rows = 0L;
        foreach (var table in tables)
        {
            await using var command = database.CreateCommand($"SELECT count(*) FROM \"{table}\" AS t WHERE t::text LIKE '%' || $1 || '%'");
            command.Parameters.Add(new NpgsqlParameter { Value = campaign.Id.ToString() });
            rows += (long)(await command.ExecuteScalarAsync(Cancellation))!;
        }

        return rows;
    }

    private async Task<HttpResponseMessage> Get(TestCampaign campaign, string path, Guid? area = null)
    {
        using var client = ranking.Client(Roles.HomeAffairs, area);
        return await client.GetAsync(new Uri($"/api/ranking/campaigns/{campaign.Code}/{path}", UriKind.Relative), Cancellation);
    }

    private Task<HttpResponseMessage> Publish(TestCampaign campaign, Guid? area = null) => ranking.PublishResult(campaign, area: area);
}
