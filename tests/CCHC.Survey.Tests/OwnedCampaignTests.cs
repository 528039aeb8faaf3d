using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Contracts.Survey;
using CCHC.Survey.Data;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace CCHC.Survey.Tests;

public sealed class OwnedCampaignTests(ServiceHost<SurveyDbContext> service) : IClassFixture<ServiceHost<SurveyDbContext>>
{
    private readonly SampleCampaign _campaign = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_districts_home_affairs_finds_nothing_of_a_districts_campaign()
    {
        var (district, survey) = (Guid.NewGuid(), await service.OpenSurvey());
        await service.Deliver(survey.Campaign.Opened(revision: 2) with { OwnerUnitId = district });
        using var own = service.Client(Roles.HomeAffairs, district);
        using var other = service.Client(Roles.HomeAffairs, Guid.NewGuid());
        using var province = service.Client(Roles.HomeAffairs);
        string[] paths = [$"/api/survey/surveys/{survey.Id}", $"/api/survey/campaigns/{survey.Campaign.Id}/coverage"];
        foreach (var path in paths)
        {
            Assert.Equal(HttpStatusCode.OK, (await own.GetAsync(Route(path), Cancellation)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await province.GetAsync(Route(path), Cancellation)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(Route(path), Cancellation)).StatusCode);
        }

        foreach (var what in (string[])["opening", "closing"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await other.PostAsync(Route($"/api/survey/surveys/{survey.Id}/{what}"), null, Cancellation)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await other.PostAsJsonAsync("/api/survey/surveys", Steps.SurveyRequest(survey.Campaign.Id, "KS2"), Cancellation)).StatusCode);
        var index = new { campaignId = survey.Campaign.Id, leafCode = "8.1", evidence = "Báo cáo số 12", values = new[] { new { unitCode = "SO-1", percentage = 80 } } };
        Assert.Equal(HttpStatusCode.NotFound, (await other.PutAsJsonAsync("/api/survey/external-indices", index, Cancellation)).StatusCode);
        await (await own.PutAsJsonAsync("/api/survey/external-indices", index, Cancellation)).Json();

        await (await own.PostAsync(Route($"/api/survey/surveys/{survey.Id}/closing"), null, Cancellation)).Json();
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(Route($"/api/survey/surveys/{survey.Id}/results"), Cancellation)).StatusCode);
        await (await own.GetAsync(Route($"/api/survey/surveys/{survey.Id}/results"), Cancellation)).Json();
        foreach (var list in (string[])[$"/api/survey/surveys?campaignId={survey.Campaign.Id}", $"/api/survey/external-indices?campaignId={survey.Campaign.Id}"])
        {
            Assert.Equal((1, 0), (await Total(own, list), await Total(other, list)));
        }
    }

    [Fact]
    public async Task A_districts_own_home_affairs_finds_nothing_of_the_provinces_campaigns()
    {
        var survey = await service.DrawUpSurvey();
        using var district = service.Client(Roles.HomeAffairs, Guid.NewGuid());
        Assert.Equal(HttpStatusCode.NotFound, (await district.GetAsync(Route($"/api/survey/surveys/{survey.Id}"), Cancellation)).StatusCode);
        Assert.Equal(0, await Total(district, "/api/survey/surveys"));
    }

    [Fact]
    public async Task A_survey_drawn_up_before_the_opening_asks_about_the_units_and_leaves_that_the_campaign_opened_with()
    {
        var opened = _campaign.Opened(revision: 2);
        await service.Deliver(opened with { Revision = 1, Phase = CampaignPhase.Draft, Round = 0 });
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        var id = (await (await homeAffairs.PostAsJsonAsync("/api/survey/surveys", Steps.SurveyRequest(_campaign.Id), Cancellation)).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        var (so, xa) = (opened.Groups[0], opened.Groups[1] with { SurveyHeld = false });
        await service.Deliver(opened with { Groups = [so with { Units = [so.Units[0]] }, xa] });

        await (await homeAffairs.PostAsync(Route($"/api/survey/surveys/{id}/opening"), null, Cancellation)).Json();

        var survey = await (await homeAffairs.GetAsync(Route($"/api/survey/surveys/{id}"), Cancellation)).Json();
        Assert.Equal(["SO-1"], survey.GetProperty("units").EnumerateArray().Select(unit => unit.GetProperty("code").GetString()));
        Assert.Equal(["C1", "C2"], survey.GetProperty("questionnaire").GetProperty("sections")[0].GetProperty("questions").EnumerateArray().Select(question => question.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_group_may_hold_no_survey_in_a_campaign_that_does_and_the_other_way_round()
    {
        var opened = _campaign.Opened();
        await service.Deliver(opened with { Groups = [opened.Groups[0], opened.Groups[1] with { SurveyHeld = false }] });
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        var refused = await (await homeAffairs.PostAsJsonAsync("/api/survey/surveys", Steps.SurveyRequest(_campaign.Id), Cancellation)).Json(HttpStatusCode.Conflict);
        Assert.Equal("survey.group-not-held", refused.GetProperty("code").GetString());
        Assert.Equal(
            "Câu hỏi X1: khối Khối xã không tổ chức điều tra xã hội học trong kỳ đánh giá này. Hãy bỏ câu hỏi về khối này.", refused.GetProperty("detail").GetString());

        var reverse = new SampleCampaign();
        var without = reverse.Opened(surveyHeld: false);
        await service.Deliver(without with { Groups = [without.Groups[0] with { SurveyHeld = true }, without.Groups[1]] });
        Assert.Equal(["so 7.1 Tiêu chí 7.1", "so 7.2 Tiêu chí 7.2"], await Uncovered(reverse));
    }

    [Fact]
    public async Task The_survey_leaves_without_a_question_are_named_until_a_survey_asks_about_them()
    {
        await service.Deliver(_campaign.Opened());
        Assert.Equal(["so 7.1 Tiêu chí 7.1", "so 7.2 Tiêu chí 7.2", "xa 5.1 Tiêu chí 5.1"], await Uncovered(_campaign));

        using var homeAffairs = service.Client(Roles.HomeAffairs);
        await (await homeAffairs.PostAsJsonAsync(
            "/api/survey/surveys",
            new
            {
                campaignId = _campaign.Id,
                code = "KS",
                name = "Khảo sát",
                respondentGroups = new[] { new { code = "LD", name = "Lãnh đạo" } },
                questions = new[] { new { code = "C1", text = "Chất lượng?", groupCode = "so", leafCode = "7.1" } },
            },
            Cancellation)).Json(HttpStatusCode.Created);
        Assert.Equal(["so 7.2 Tiêu chí 7.2", "xa 5.1 Tiêu chí 5.1"], await Uncovered(_campaign));
    }

    [Fact]
    public async Task Surveys_and_forms_say_that_they_are_for_practice()
    {
        var survey = await service.DrawUpSurvey();
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        string[] paths = [$"/api/survey/surveys/{survey.Id}", $"/api/survey/forms/{survey.LeadersLink}"];
        foreach (var practice in (bool[])[false, true])
        {
            await service.Deliver(survey.Campaign.Opened(revision: practice ? 3 : 2) with { Practice = practice });
            foreach (var path in paths)
            {
                Assert.Equal(practice, (await (await homeAffairs.GetAsync(Route(path), Cancellation)).Json()).GetProperty("practice").GetBoolean());
            }

            var list = await (await homeAffairs.GetAsync(Route($"/api/survey/surveys?campaignId={survey.Campaign.Id}"), Cancellation)).Json();
            Assert.All(list.GetProperty("items").EnumerateArray(), item => Assert.Equal(practice, item.GetProperty("practice").GetBoolean()));
        }
    }

    [Fact]
    public async Task A_wiped_practice_campaign_leaves_no_row()
    {
        var survey = await service.OpenSurvey();
        await service.Answer(survey.LeadersLink, (survey.Campaign.Commune, "X1", "A"));
        await service.Close(survey);
        await service.Deliver(survey.Campaign.Opened(revision: 2) with { Practice = true });
        await service.Published<SurveyClosed>(x => x.SurveyId == survey.Id);
        await service.Published<ExternalIndexRecorded>(x => x.CampaignId == survey.Campaign.Id && x.UnitId == survey.Campaign.SecondDepartment);
        var before = await RowsAsync(survey);
        Assert.All(["campaign", "survey", "respondent_group", "submission", "survey_result", "external_index"], table => Assert.NotEqual(0, before[table]));

        await service.Deliver(new CampaignWiped { CampaignId = survey.Campaign.Id, Code = "thu", WipedAt = DateTimeOffset.UtcNow });

        Assert.All(await RowsAsync(survey), rows => Assert.Equal(0, rows.Value));

        // What was under way reaches the service after the wipe.
        await service.Deliver(survey.Campaign.Opened(revision: 9) with { Practice = true });
        await service.Deliver(new CampaignWiped { CampaignId = survey.Campaign.Id, Code = "thu", WipedAt = DateTimeOffset.UtcNow });
        Assert.All(await RowsAsync(survey), rows => Assert.Equal(0, rows.Value));
        Assert.Equal(HttpStatusCode.NotFound, (await service.Answer(survey.LeadersLink, (survey.Campaign.Commune, "X1", "A"))).StatusCode);
    }

    private static Uri Route(string path) => new(path, UriKind.Relative);

    private static async Task<int> Total(HttpClient client, string path) => (await (await client.GetAsync(Route(path), Cancellation)).Json()).GetProperty("total").GetInt32();

    private async Task<string[]> Uncovered(SampleCampaign campaign)
    {
        using var auditor = service.Client(Roles.Auditor);
        var coverage = await (await auditor.GetAsync(Route($"/api/survey/campaigns/{campaign.Id}/coverage"), Cancellation)).Json();
        return [.. coverage.GetProperty("uncovered").EnumerateArray().Select(leaf => $"{Text(leaf, "groupCode")} {Text(leaf, "leafCode")} {Text(leaf, "leafName")}")];
    }

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    /// <summary>Rows that name the campaign or its survey, by table; outbox and inbox, whose tombstone is the campaign's id alone, are the bus's own.</summary>
    private async Task<Dictionary<string, long>> RowsAsync(SampleSurvey survey)
    {
        await using var database = NpgsqlDataSource.Create(service.ConnectionString);
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        await using (var command = database.CreateCommand("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('outbox_message', 'outbox_sent', 'inbox_message', 'inbox_tombstone')"))
        await using (var reader = await command.ExecuteReaderAsync(Cancellation))
        {
            while (await reader.ReadAsync(Cancellation))
            {
                rows.Add(reader.GetString(0), 0);
            }
        }

        foreach (var table in rows.Keys.ToList())
        {
            await using var command = database.CreateCommand($"SELECT count(*) FROM \"{table}\" AS t WHERE t::text LIKE '%' || $1 || '%' OR t::text LIKE '%' || $2 || '%'");
            command.Parameters.Add(new NpgsqlParameter { Value = survey.Campaign.Id.ToString() });
            command.Parameters.Add(new NpgsqlParameter { Value = survey.Id.ToString() });
            rows[table] = (long)(await command.ExecuteScalarAsync(Cancellation))!;
        }

        return rows;
    }
}
