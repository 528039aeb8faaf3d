using System.Net;
using CCHC.Contracts.Identity;
using CCHC.Contracts.Survey;
using CCHC.Survey.Data;
using CCHC.Survey.Surveys;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CCHC.Survey.Tests;

public sealed class CloseSurveyTests(ServiceHost<SurveyDbContext> service) : IClassFixture<ServiceHost<SurveyDbContext>>
{
    [Fact]
    public async Task The_points_are_the_maximum_times_the_mean_of_the_answers_that_count_over_all_respondent_groups()
    {
        var survey = await service.OpenSurvey();
        var department = survey.Campaign.FirstDepartment;
        await (await service.Answer(survey.LeadersLink, (department, "C1", "A"), (department, "C2", "D"))).Json(HttpStatusCode.Created);
        await (await service.Answer(survey.LeadersLink, (department, "C1", "B"), (survey.Campaign.Commune, "X1", "C"))).Json(HttpStatusCode.Created);
        await (await service.Answer(survey.DelegatesLink, (department, "C1", "B"), (survey.Campaign.Commune, "X1", "A"))).Json(HttpStatusCode.Created);
        await (await service.Answer(survey.DelegatesLink, (department, "C1", "K"), (survey.Campaign.SecondDepartment, "C1", "K"))).Json(HttpStatusCode.Created);

        await service.Close(survey);

        var closed = await service.Published<SurveyClosed>(x => x.SurveyId == survey.Id);
        Assert.Equal(survey.Campaign.Id, closed.CampaignId);
        Assert.Equal(1, closed.Revision);
        var results = closed.Results.ToDictionary(result => (result.UnitId, result.LeafCode), result => (result.Answers, result.Percentage, result.Points));
        Assert.Equal(5, results.Count);

        // (100 + 60 + 60) / 3 = 73.333…, "không biết" left out; 3 points × 73.333… % = 2.2
        var (answers, percentage, points) = results[(department, "7.1")];
        Assert.Equal(3, answers);
        Assert.Equal(220m / 3, percentage);
        Assert.Equal(2.2m, decimal.Round(points!.Value, 20));
        Assert.Equal((1, 0m, 0m), results[(department, "7.2")]);
        Assert.Equal((2, 60m, 2.4m), results[(survey.Campaign.Commune, "5.1")]);

        // Only "không biết", or no answer at all: no points yet rather than 0.
        Assert.Equal((0, null, null), results[(survey.Campaign.SecondDepartment, "7.1")]);
        Assert.Equal((0, null, null), results[(survey.Campaign.SecondDepartment, "7.2")]);
    }

    [Fact]
    public async Task Closing_again_shows_the_same_results_and_publishes_nothing_more()
    {
        var survey = await service.OpenSurvey();
        await service.Answer(survey.LeadersLink, (survey.Campaign.Commune, "X1", "B"));

        var first = await service.Close(survey);
        var again = await service.Close(survey);
        Assert.Equal(first.GetProperty("items").GetRawText(), again.GetProperty("items").GetRawText());

        // The outbox keeps the order: once a later survey's event is there, a second one of this survey would be too.
        var later = await service.OpenSurvey();
        await service.Close(later);
        await service.Published<SurveyClosed>(x => x.SurveyId == later.Id);
        Assert.Single(service.Events.Seen<SurveyClosed>(), seen => seen.Message.SurveyId == survey.Id);
    }

    [Fact]
    public async Task Closing_at_the_same_moment_publishes_once()
    {
        var survey = await service.OpenSurvey();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => service.Close(survey)));
        await service.Published<SurveyClosed>(x => x.SurveyId == survey.Id);
        Assert.Equal(1, await service.Read(db => db.Surveys.Where(x => x.Id == survey.Id).Select(x => x.Revision).SingleAsync()));
    }

    [Fact]
    public async Task Answers_that_were_acknowledged_while_the_survey_was_being_closed_count()
    {
        var survey = await service.OpenSurvey();
        var respondents = Enumerable.Range(0, 40).Select(async i =>
        {
            await Task.Delay(i * 5);
            return (await service.Answer(survey.LeadersLink, (survey.Campaign.Commune, "X1", "A"))).StatusCode;
        }).ToList();
        await Task.Delay(100, TestContext.Current.CancellationToken);
        await service.Close(survey);

        var acknowledged = (await Task.WhenAll(respondents)).Count(status => status == HttpStatusCode.Created);
        var closed = await service.Published<SurveyClosed>(x => x.SurveyId == survey.Id);
        Assert.Equal(acknowledged, closed.Results.Single(result => result.LeafCode == "5.1").Answers);
    }

    [Fact]
    public async Task A_survey_that_was_not_opened_is_not_closed()
    {
        var survey = await service.DrawUpSurvey();
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        Assert.Equal("survey.not-open", await (await homeAffairs.PostAsync(Route(survey, "closing"), null, TestContext.Current.CancellationToken)).Conflict());
    }

    [Fact]
    public async Task A_closed_survey_is_not_opened_again()
    {
        var survey = await service.OpenSurvey();
        await service.Close(survey);
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        Assert.Equal("survey.closed", await (await homeAffairs.PostAsync(Route(survey, "opening"), null, TestContext.Current.CancellationToken)).Conflict());
    }

    [Fact]
    public async Task A_cell_of_fewer_than_five_answers_is_shown_to_home_affairs_only_but_its_points_count()
    {
        var survey = await service.OpenSurvey();
        for (var i = 0; i < 5; i++)
        {
            await service.Answer(survey.LeadersLink, i < 4
                ? [(survey.Campaign.Commune, "X1", "A"), (survey.Campaign.FirstDepartment, "C1", "B")]
                : [(survey.Campaign.Commune, "X1", "A")]);
        }

        await service.Close(survey);

        using var leader = service.Client(Roles.Leader);
        var items = (await (await leader.GetAsync(Route(survey, "results"), TestContext.Current.CancellationToken)).Json()).GetProperty("items").EnumerateArray().ToList();
        var small = items.Single(item => item.GetProperty("leafCode").GetString() == "7.1" && item.GetProperty("unitCode").GetString() == "SO-1");
        Assert.True(small.GetProperty("suppressed").GetBoolean());
        Assert.All(["answers", "percentage", "points"], figure => Assert.Equal(System.Text.Json.JsonValueKind.Null, small.GetProperty(figure).ValueKind));
        var large = items.Single(item => item.GetProperty("leafCode").GetString() == "5.1");
        Assert.Equal((5, 4m), (large.GetProperty("answers").GetInt32(), large.GetProperty("points").GetDecimal()));

        using var homeAffairs = service.Client(Roles.HomeAffairs);
        var all = (await (await homeAffairs.GetAsync(Route(survey, "results"), TestContext.Current.CancellationToken)).Json()).GetProperty("items").EnumerateArray();
        Assert.DoesNotContain(all, item => item.GetProperty("suppressed").GetBoolean());
        var closed = await service.Published<SurveyClosed>(x => x.SurveyId == survey.Id);
        Assert.Equal(1.8m, closed.Results.Single(result => result.UnitId == survey.Campaign.FirstDepartment && result.LeafCode == "7.1").Points);
    }

    [Fact]
    public async Task An_open_survey_has_no_results_yet()
    {
        var survey = await service.OpenSurvey();
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        Assert.Equal("survey.not-closed", await (await homeAffairs.GetAsync(Route(survey, "results"), TestContext.Current.CancellationToken)).Conflict());
    }

    [Fact]
    public async Task The_usual_options_weigh_100_60_20_and_0_and_leave_dont_know_out()
    {
        var survey = await service.OpenSurvey();
        var stored = await service.Read(db => db.Surveys.AsNoTracking().SingleAsync(x => x.Id == survey.Id));
        Assert.Equal(SurveyStatus.Open, stored.Status);
        Assert.Equal([("A", 100m), ("B", 60m), ("C", 20m), ("D", 0m), ("K", null)], stored.Questionnaire.Questions.First().Options.Select(option => (option.Code, option.Percent)));
    }

    private static Uri Route(SampleSurvey survey, string what) => new($"/api/survey/surveys/{survey.Id}/{what}", UriKind.Relative);
}
