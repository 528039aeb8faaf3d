using System.Net;
using System.Net.Http.Json;
using CCHC.Contracts.Identity;
using CCHC.Survey.Data;
using CCHC.Testing;
using Xunit;

namespace CCHC.Survey.Tests;

/// <summary>What an enumerator who types in paper forms may read of a survey.</summary>
public sealed class TypistTests(ServiceHost<SurveyDbContext> service) : IClassFixture<ServiceHost<SurveyDbContext>>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_enumerator_reads_the_form_of_the_surveys_that_were_assigned_and_of_no_others()
    {
        var (survey, enumerator) = (await service.OpenSurvey(), Guid.CreateVersion7());
        await AssignAsync(survey, enumerator);
        using var assigned = service.Client(Roles.Enumerator, userId: enumerator);
        using var other = service.Client(Roles.Enumerator);
        using var officer = service.Client(Roles.UnitOfficer, Guid.NewGuid());

        var form = await (await assigned.GetAsync(Address(survey, "preview?group=DB"), Cancelled)).Json();
        Assert.Equal("Đại biểu HĐND", form.GetProperty("respondentGroup").GetString());
        Assert.Equal(["C1", "C2", "X1"], form.GetProperty("sections").EnumerateArray().SelectMany(section => section.GetProperty("questions").EnumerateArray()).Select(question => question.GetProperty("code").GetString()));
        Assert.DoesNotContain("percent", form.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(Address(survey, "preview?group=DB"), Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.GetAsync(Address(survey, "preview?group=DB"), Cancelled)).StatusCode);
    }

    [Fact]
    public async Task An_enumerator_learns_from_the_list_which_groups_there_are_and_where_the_survey_belongs()
    {
        var (survey, enumerator) = (await service.OpenSurvey(), Guid.CreateVersion7());
        await AssignAsync(survey, enumerator);
        using var assigned = service.Client(Roles.Enumerator, userId: enumerator);

        var forms = await (await assigned.GetAsync(Address(survey, "paper-forms"), Cancelled)).Json();
        Assert.Equal(survey.Campaign.Id, forms.GetProperty("campaignId").GetGuid());
        Assert.Equal("open", forms.GetProperty("status").GetString());
        Assert.Equal(
            [("DB", 0), ("LD", 0)],
            forms.GetProperty("respondentGroups").EnumerateArray().Select(group => (group.GetProperty("code").GetString(), group.GetProperty("strata").GetArrayLength())).Order());
        var mine = Assert.Single((await (await assigned.GetAsync(new Uri("/api/survey/field/lists", UriKind.Relative), Cancelled)).Json()).GetProperty("items").EnumerateArray());
        Assert.Equal((survey.Id, survey.Campaign.Id), (mine.GetProperty("surveyId").GetGuid(), mine.GetProperty("campaignId").GetGuid()));
    }

    [Fact]
    public async Task A_form_is_found_by_its_number_with_its_group_but_without_its_answers_until_both_entries_are_made()
    {
        var (survey, first, second) = (await service.OpenSurvey(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await AssignAsync(survey, first, second);
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        Assert.Equal(HttpStatusCode.NoContent, (await homeAffairs.PostAsJsonAsync(Address(survey, "paper-settings"), new { doubleShare = 1 }, Cancelled)).StatusCode);
        using var typist = service.Client(Roles.Enumerator, userId: first);
        using var another = service.Client(Roles.Enumerator, userId: second);

        await (await EnterAsync(typist, survey, "a-12", "A")).Json();
        var waiting = await (await another.GetAsync(Address(survey, "paper-forms/A-12"), Cancelled)).Json();
        Assert.Equal(("DB", "awaitingSecond", 0), (waiting.GetProperty("respondentGroup").GetString(), waiting.GetProperty("state").GetString(), waiting.GetProperty("fields").GetArrayLength()));
        await (await EnterAsync(another, survey, "A-12", "B")).Json();
        var differing = await (await another.GetAsync(Address(survey, "paper-forms/A-12"), Cancelled)).Json();
        var field = Assert.Single(differing.GetProperty("fields").EnumerateArray());
        Assert.Equal(("Tốt", "Khá"), (field.GetProperty("first").GetString(), field.GetProperty("second").GetString()));
    }

    [Theory]
    [InlineData("12/A")]
    [InlineData("..")]
    public async Task A_number_that_would_break_an_address_is_refused(string number)
    {
        var survey = await service.OpenSurvey();
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        Assert.Equal(["Number"], await (await EnterAsync(homeAffairs, survey, number, "A")).BadFields());
    }

    private static Task<HttpResponseMessage> EnterAsync(HttpClient typist, SampleSurvey survey, string number, string option) => typist.PostAsJsonAsync(
        Address(survey, "paper-forms"),
        new { number, respondentGroup = "DB", answers = new[] { new { questionCode = "C1", unitId = survey.Campaign.FirstDepartment, optionCode = option } } },
        Cancelled);

    private static Uri Address(SampleSurvey survey, string rest) => new($"/api/survey/surveys/{survey.Id}/{rest}", UriKind.Relative);

    private async Task AssignAsync(SampleSurvey survey, params Guid[] enumerators)
    {
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        await (await homeAffairs.PutAsJsonAsync(
            Address(survey, "enumerators"), new { items = enumerators.Select(id => new { accountId = id, userName = $"dtv-{id:N}", name = "Điều tra viên" }) }, Cancelled)).Json();
    }
}
