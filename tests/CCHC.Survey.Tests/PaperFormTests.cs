using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Identity;
using CCHC.Survey.Data;
using CCHC.Survey.PaperForms;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static CCHC.Survey.Tests.FieldSteps;

namespace CCHC.Survey.Tests;

public sealed class PaperFormTests(ServiceHost<SurveyDbContext> service) : IClassFixture<ServiceHost<SurveyDbContext>>
{
    private readonly Guid _first = Guid.CreateVersion7();
    private readonly Guid _second = Guid.CreateVersion7();

    [Fact]
    public async Task A_form_that_is_not_drawn_counts_at_once_and_its_number_cannot_be_typed_in_again()
    {
        var survey = await WithShareAsync(0);
        Assert.Equal("stored", await Enter(survey, _first, "12", "4"));
        Assert.Equal("paper.entered", await (await EnterRaw(survey, _second, "12", "4")).Conflict());
        Assert.Equal(1, await Stored(survey));
    }

    [Fact]
    public async Task A_page_far_beyond_the_list_is_empty()
    {
        var survey = await WithShareAsync(0);
        await Enter(survey, _first, "12", "4");
        foreach (var list in (string[])["paper-forms", "invitations", "submissions"])
        {
            Assert.Equal(0, (await service.Get($"{survey.Path}/{list}?page=2147483647&pageSize=100")).GetProperty("items").GetArrayLength());
        }

        Assert.Equal(1, (await service.Get($"{survey.Path}/paper-forms")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_drawn_form_counts_when_a_second_person_has_typed_the_same()
    {
        var survey = await WithShareAsync(1);
        Assert.Equal("awaitingSecond", await Enter(survey, _first, "12", "4"));
        Assert.Equal("paper.same-typist", await (await EnterRaw(survey, _first, "12", "4")).Conflict());
        Assert.Equal("survey.paper-open", await (await service.Post($"{survey.Path}/closing")).Conflict());
        Assert.Equal(0, await Stored(survey));
        Assert.Equal("stored", await Enter(survey, _second, "12", "4"));
        Assert.Equal(1, await Stored(survey));

        // Nothing of the answers is left beside the number.
        var form = await service.Read(db => db.PaperForms.SingleAsync(x => x.SurveyId == survey.Id));
        Assert.Equal((0, 0, 1, 0), (form.First.Count, form.Second.Count, form.Compared, form.Differences));
    }

    [Fact]
    public async Task Two_entries_that_differ_are_decided_with_the_paper_in_hand()
    {
        var survey = await WithShareAsync(1);
        await Enter(survey, _first, "a-7", "4");
        Assert.Equal("mismatch", await Enter(survey, _second, "A-7", "2"));
        var form = await service.Get($"{survey.Path}/paper-forms/A-7");
        var field = Assert.Single(form.GetProperty("fields").EnumerateArray());
        Assert.Equal(("Hài lòng", "Không hài lòng", true), (field.GetProperty("first").GetString(), field.GetProperty("second").GetString(), field.GetProperty("differs").GetBoolean()));

        var resolution = $"{survey.Path}/paper-forms/A-7/resolution";
        Assert.Equal("paper.undecided", await (await service.Post(resolution, new { choices = Array.Empty<object>() })).Conflict());
        Assert.Equal(204, (int)(await service.Post(resolution, new { choices = new[] { new { questionCode = "Q1", unitId = survey.Campaign.FirstDepartment, take = "second" } } })).StatusCode);
        Assert.Equal("2", Assert.Single(await service.Read(db => db.Submissions.Where(x => x.SurveyId == survey.Id).Select(x => x.Answers).SingleAsync())).Raw);
    }

    [Fact]
    public async Task A_code_on_the_paper_is_used_up_so_that_the_person_does_not_count_twice()
    {
        var survey = await WithShareAsync(0);
        var codes = await service.Codes(survey);
        var unit = await service.Read(db => db.Invitations.Where(x => x.SurveyId == survey.Id && x.Serial == codes[0].Serial).Select(x => x.UnitId!.Value).SingleAsync());
        Assert.Equal("stored", await Enter(survey, _first, "1", "5", unit, codes[0].Code));
        Assert.Equal("code.used", await (await service.Send(codes[0].Code, Rate(unit, "1"))).Conflict());
        Assert.Equal("code.used", await (await EnterRaw(survey, _first, "2", "5", unit, codes[0].Code)).Conflict());
        var stored = await service.Read(db => db.Submissions.SingleAsync(x => x.SurveyId == survey.Id));
        Assert.Equal((codes[0].Stratum, codes[0].Stratum == "Hộ tịch" ? 5m : 20m / 12), (stored.Stratum, stored.Weight));
    }

    [Fact]
    public void Which_numbers_are_drawn_follows_from_the_seed_and_is_about_the_share()
    {
        var drawn = Enumerable.Range(1, 10_000).Select(number => PaperForm.IsDrawn("s", number.ToString(CultureInfo.InvariantCulture), 0.2m)).ToList();
        Assert.Equal(drawn, Enumerable.Range(1, 10_000).Select(number => PaperForm.IsDrawn("s", number.ToString(CultureInfo.InvariantCulture), 0.2m)));

        // 2000 expected; five standard deviations are 5·√(10000·0,2·0,8) = 200.
        Assert.InRange(drawn.Count(x => x), 1_800, 2_200);
        Assert.DoesNotContain(Enumerable.Range(1, 100), number => PaperForm.IsDrawn("s", $"{number}", 0));
        Assert.All(Enumerable.Range(1, 100), number => Assert.True(PaperForm.IsDrawn("s", $"{number}", 1)));
    }

    [Fact]
    public async Task A_file_of_answers_is_taken_whole_or_not_at_all_and_once()
    {
        var survey = await service.OpenField();
        const string Head = "form_no,respondent_group,stratum,unit_code,question_code,value\n";
        var wrong = await Import(survey, Head + "1,MO,,SO-1,Q1,4\n2,MO,,SO-9,Q1,4\n3,MO,,SO-1,Q1,7\n4,??,,SO-1,Q1,4\n");
        Assert.Equal(["line 3", "line 4", "line 5"], await wrong.BadFields());
        Assert.Equal(0, await Stored(survey));

        var right = Head + "1,MO,,SO-1,Q1,2\n1,MO,,SO-1,Q2,cham;kho\n1,MO,,,N,\"1,5\"\n2,MO,,SO-2,Q1,5\n";
        var first = await (await Import(survey, right)).Json();
        Assert.Equal((2, 4, 0), (Number(first, "forms"), Number(first, "answers"), Number(first, "repeated")));
        var second = await (await Import(survey, right)).Json();
        Assert.Equal((0, 2), (Number(second, "forms"), Number(second, "repeated")));
        Assert.Equal(2, await Stored(survey));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static int Number(JsonElement item, string name) => item.GetProperty(name).GetInt32();

    private async Task<FieldSurvey> WithShareAsync(decimal share)
    {
        var survey = await service.OpenField();
        Assert.Equal(204, (int)(await service.Post($"{survey.Path}/paper-settings", new { doubleShare = share })).StatusCode);
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        await (await homeAffairs.PutAsJsonAsync(
            $"{survey.Path}/enumerators", new { items = new[] { new { accountId = _first, userName = "lan", name = "Lan" }, new { accountId = _second, userName = "minh", name = "Minh" } } }, Cancellation)).Json();
        return survey;
    }

    private async Task<string> Enter(FieldSurvey survey, Guid typist, string number, string step, Guid? unit = null, string? code = null) =>
        (await (await EnterRaw(survey, typist, number, step, unit, code)).Json()).GetProperty("state").GetString()!;

    private Task<HttpResponseMessage> EnterRaw(FieldSurvey survey, Guid typist, string number, string step, Guid? unit = null, string? code = null) => service.Post(
        $"{survey.Path}/paper-forms", new { number, respondentGroup = code is null ? "MO" : "ND", code, answers = Rate(unit ?? survey.Campaign.FirstDepartment, step) }, Roles.Enumerator, typist);

    private async Task<HttpResponseMessage> Import(FieldSurvey survey, string csv)
    {
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
        return await homeAffairs.PostAsync(new Uri($"{survey.Path}/submissions/import", UriKind.Relative), content, Cancellation);
    }

    private Task<int> Stored(FieldSurvey survey) => service.Read(db => db.Submissions.CountAsync(x => x.SurveyId == survey.Id));
}
