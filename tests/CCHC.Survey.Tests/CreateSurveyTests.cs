using System.Net;
using System.Net.Http.Json;
using CCHC.Contracts.Identity;
using CCHC.Survey.Data;
using CCHC.Testing;
using Xunit;

namespace CCHC.Survey.Tests;

public sealed class CreateSurveyTests(ServiceHost<SurveyDbContext> service) : IClassFixture<ServiceHost<SurveyDbContext>>
{
    [Fact]
    public async Task A_question_may_be_tied_to_a_survey_leaf_of_the_group_only()
    {
        Assert.Equal("survey.leaf-not-surveyed", await (await Create(Question("so", "1.1"))).Conflict());
        Assert.Equal("survey.leaf-not-surveyed", await (await Create(Question("so", "8.1"))).Conflict());
        Assert.Equal("survey.leaf-not-surveyed", await (await Create(Question("xa", "7.1"))).Conflict());
        Assert.Equal("survey.group-unknown", await (await Create(Question("huyen", "7.1"))).Conflict());
    }

    [Fact]
    public async Task A_leaf_gets_its_points_from_one_survey_only()
    {
        var survey = await service.DrawUpSurvey();
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        Assert.Equal("survey.code-taken", await (await homeAffairs.PostAsJsonAsync(
            "/api/survey/surveys", Steps.SurveyRequest(survey.Campaign.Id), TestContext.Current.CancellationToken)).Conflict());
        Assert.Equal("survey.leaf-taken", await (await homeAffairs.PostAsJsonAsync(
            "/api/survey/surveys", Steps.SurveyRequest(survey.Campaign.Id, "KS2"), TestContext.Current.CancellationToken)).Conflict());
    }

    [Fact]
    public async Task A_campaign_without_surveys_has_none()
    {
        var campaign = new SampleCampaign();
        await service.Deliver(campaign.Opened(surveyHeld: false));
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        Assert.Equal("survey.not-held", await (await homeAffairs.PostAsJsonAsync(
            "/api/survey/surveys", Steps.SurveyRequest(campaign.Id), TestContext.Current.CancellationToken)).Conflict());
    }

    [Fact]
    public async Task An_unknown_campaign_is_not_found()
    {
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        var response = await homeAffairs.PostAsJsonAsync("/api/survey/surveys", Steps.SurveyRequest(Guid.NewGuid()), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData(-1d, 0d)]
    [InlineData(100.5, 0d)]
    [InlineData(null, null)]
    public async Task The_weight_of_an_option_lies_from_0_to_100_and_one_option_has_a_weight(double? first, double? second) =>
        Assert.NotEmpty(await (await Create(
            Question("so", "7.1"), options: [new { code = "A", text = "Tốt", percent = first }, new { code = "B", text = "Kém", percent = second }])).BadFields());

    [Fact]
    public async Task A_list_with_a_null_in_it_is_a_bad_request() =>
        await (await Create([Question("so", "7.1"), null!], options: null)).Json(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Codes_of_questions_are_unique() =>
        Assert.Equal(["questions"], await (await Create(Question("so", "7.1"), Question("so", "7.2"))).BadFields());

    [Fact]
    public async Task Only_home_affairs_draws_up_surveys_and_sees_links()
    {
        var survey = await service.DrawUpSurvey();
        var route = new Uri($"/api/survey/surveys/{survey.Id}", UriKind.Relative);
        using var anonymous = service.Anonymous();
        Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.GetAsync(route, TestContext.Current.CancellationToken)).StatusCode);
        using var officer = service.Client(Roles.UnitOfficer, survey.Campaign.FirstDepartment);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.GetAsync(route, TestContext.Current.CancellationToken)).StatusCode);
        using var auditor = service.Client(Roles.Auditor);
        Assert.Equal(0, (await (await auditor.GetAsync(route, TestContext.Current.CancellationToken)).Json()).GetProperty("links").GetArrayLength());
        var created = await auditor.PostAsJsonAsync("/api/survey/surveys", Steps.SurveyRequest(survey.Campaign.Id, "KS3"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, created.StatusCode);
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        var list = await (await homeAffairs.GetAsync(new Uri($"/api/survey/surveys?campaignId={survey.Campaign.Id}", UriKind.Relative), TestContext.Current.CancellationToken)).Json();
        Assert.Equal(
            $"/khao-sat/{survey.LeadersLink}", list.GetProperty("items")[0].GetProperty("links").EnumerateArray()
                .Single(link => link.GetProperty("respondentGroup").GetString() == "LD").GetProperty("path").GetString());
    }

    [Fact]
    public async Task Forms_sent_are_counted_by_respondent_group()
    {
        var survey = await service.OpenSurvey();
        await service.Answer(survey.LeadersLink, (survey.Campaign.Commune, "X1", "A"), (survey.Campaign.FirstDepartment, "C1", "A"));
        await service.Answer(survey.LeadersLink, (survey.Campaign.Commune, "X1", "A"));
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        var found = await (await homeAffairs.GetAsync(new Uri($"/api/survey/surveys/{survey.Id}", UriKind.Relative), TestContext.Current.CancellationToken)).Json();
        Assert.Equal(
            [("DB", 0), ("LD", 2)],
            found.GetProperty("respondentGroups").EnumerateArray().Select(group => (group.GetProperty("code").GetString()!, group.GetProperty("submissions").GetInt32())).Order());
    }

    private static object Question(string groupCode, string leafCode) => new { code = "C1", text = "Câu hỏi", groupCode, leafCode };

    private Task<HttpResponseMessage> Create(params object[] questions) => Create(questions, options: null);

    private Task<HttpResponseMessage> Create(object question, object[]? options) => Create([question], options);

    private async Task<HttpResponseMessage> Create(object[] questions, object[]? options)
    {
        var campaign = new SampleCampaign();
        await service.Deliver(campaign.Opened());
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        return await homeAffairs.PostAsJsonAsync(
            "/api/survey/surveys",
            new { campaignId = campaign.Id, code = "KS", name = "Khảo sát", respondentGroups = new[] { new { code = "LD", name = "Lãnh đạo" } }, options, questions });
    }
}
