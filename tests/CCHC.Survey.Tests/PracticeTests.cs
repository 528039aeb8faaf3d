using System.Net;
using System.Net.Http.Json;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Contracts.Survey;
using CCHC.Survey.Data;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CCHC.Survey.Tests;

public sealed class PracticeTests(ServiceHost<SurveyDbContext> service) : IClassFixture<ServiceHost<SurveyDbContext>>
{
    // The percentages below are 60 + (first four bytes of SHA-256 of "unit/leaf", as a number) mod 36, worked out with sha256sum.
    private static readonly Guid Commune = new("00000000-0000-0000-0000-000000000001");

    private readonly SampleCampaign _campaign = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_opened_practice_campaign_gets_figures_for_every_unit_and_leaf_that_needs_some()
    {
        await service.Deliver(Practice(1));

        var closed = await service.Published<SurveyClosed>(x => x.CampaignId == _campaign.Id);
        Assert.Equal(
            [(_campaign.FirstDepartment, "7.1"), (_campaign.FirstDepartment, "7.2"), (_campaign.SecondDepartment, "7.1"), (_campaign.SecondDepartment, "7.2"), (_campaign.Commune, "5.1")],
            closed.Results.Select(result => (result.UnitId, result.LeafCode)));
        var maxima = new Dictionary<string, decimal>(StringComparer.Ordinal) { ["7.1"] = 3, ["7.2"] = 2, ["5.1"] = 4 };
        Assert.All(closed.Results, result =>
        {
            Assert.InRange(result.Percentage!.Value, 60, 95);
            Assert.Equal(maxima[result.LeafCode] * result.Percentage / 100, result.Points);
        });

        foreach (var department in (Guid[])[_campaign.FirstDepartment, _campaign.SecondDepartment])
        {
            var index = await service.Published<ExternalIndexRecorded>(x => x.CampaignId == _campaign.Id && x.UnitId == department);
            Assert.Equal(("8.1", 1, "Số liệu giả định dùng để tập huấn"), (index.LeafCode, index.Revision, index.Evidence));
            Assert.InRange(index.Percentage, 60, 95);
            Assert.Equal(6 * index.Percentage / 100, index.Points);
        }

        using var leader = service.Client(Roles.Leader);
        var list = await (await leader.GetAsync(new Uri($"/api/survey/surveys?campaignId={_campaign.Id}", UriKind.Relative), Cancellation)).Json();
        var shown = Assert.Single(list.GetProperty("items").EnumerateArray());
        Assert.Equal(("tap-huan", "closed", true), (shown.GetProperty("code").GetString(), shown.GetProperty("status").GetString(), shown.GetProperty("practice").GetBoolean()));
        var results = await (await leader.GetAsync(new Uri($"/api/survey/surveys/{closed.SurveyId}/results", UriKind.Relative), Cancellation)).Json();
        Assert.Equal(closed.Results.Select(result => result.Points), results.GetProperty("items").EnumerateArray().Select(item => (decimal?)item.GetProperty("points").GetDecimal()));
    }

    [Fact]
    public async Task The_same_unit_and_leaf_always_get_the_same_figure()
    {
        var opened = Practice(1);
        await service.Deliver(opened with { Groups = [opened.Groups[1] with { Units = [opened.Groups[1].Units[0] with { UnitId = Commune }] }] });

        var closed = await service.Published<SurveyClosed>(x => x.CampaignId == _campaign.Id);
        Assert.Equal(92m, Assert.Single(closed.Results).Percentage);
    }

    [Fact]
    public async Task Figures_are_made_up_once_whatever_comes_again()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => service.Deliver(Practice(1))));
        await service.Deliver(Practice(2));
        await service.Deliver(Practice(1));
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        await (await homeAffairs.PutAsJsonAsync(
            "/api/survey/external-indices",
            new { campaignId = _campaign.Id, leafCode = "8.1", evidence = "Báo cáo số 12", values = new[] { new { unitCode = "SO-1", percentage = 10 } } }, Cancellation)).Json();

        // The outbox keeps the order: once the correction is there, a second set of figures would be too.
        await service.Published<ExternalIndexRecorded>(x => x.CampaignId == _campaign.Id && x.Percentage == 10);
        Assert.Single(service.Events.Seen<SurveyClosed>(), seen => seen.Message.CampaignId == _campaign.Id);
        Assert.Equal(3, service.Events.Seen<ExternalIndexRecorded>().Count(seen => seen.Message.CampaignId == _campaign.Id));
    }

    [Fact]
    public async Task A_campaign_that_counts_and_a_draft_get_no_figures_and_a_group_without_a_survey_no_answers()
    {
        await service.Deliver(_campaign.Opened());
        var draft = new SampleCampaign();
        await service.Deliver(draft.Opened() with { Practice = true, Phase = CampaignPhase.Draft, Round = 0 });
        var withoutSurvey = new SampleCampaign();
        await service.Deliver(withoutSurvey.Opened(surveyHeld: false) with { Practice = true });

        Guid[] ids = [_campaign.Id, draft.Id, withoutSurvey.Id];
        Assert.Equal(0, await service.Read(db => db.Surveys.CountAsync(survey => ids.Contains(survey.CampaignId))));
        Assert.Equal([withoutSurvey.Id, withoutSurvey.Id], await service.Read(db => db.ExternalIndices.Where(index => ids.Contains(index.CampaignId)).Select(index => index.CampaignId).ToListAsync()));
    }

    [Fact]
    public async Task What_was_drawn_up_or_entered_before_the_opening_is_left_alone()
    {
        await service.Deliver(Practice(1) with { Phase = CampaignPhase.Draft, Round = 0 });
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        await (await homeAffairs.PutAsJsonAsync(
            "/api/survey/external-indices",
            new { campaignId = _campaign.Id, leafCode = "8.1", evidence = "Báo cáo số 12", values = new[] { new { unitCode = "SO-1", percentage = 10 } } }, Cancellation)).Json();
        Assert.Equal("survey.code-taken", await (await homeAffairs.PostAsJsonAsync("/api/survey/surveys", Steps.SurveyRequest(_campaign.Id, "tap-huan"), Cancellation)).Conflict());
        await (await homeAffairs.PostAsJsonAsync("/api/survey/surveys", Steps.SurveyRequest(_campaign.Id), Cancellation)).Json(HttpStatusCode.Created);

        await service.Deliver(Practice(2));

        Assert.Equal(["KS"], await service.Read(db => db.Surveys.Where(survey => survey.CampaignId == _campaign.Id).Select(survey => survey.Code).ToListAsync()));
        var indices = await service.Read(db => db.ExternalIndices.Where(index => index.CampaignId == _campaign.Id).ToListAsync());
        Assert.Equal(2, indices.Count);
        Assert.Equal((10m, 1), indices.Where(index => index.UnitId == _campaign.FirstDepartment).Select(index => (index.Percentage, index.Revision)).Single());
    }

    private CampaignChanged Practice(int revision) => _campaign.Opened(revision) with { Practice = true };
}
