using System.Net;
using System.Text.Json;
using CCHC.Survey.Data;
using CCHC.Survey.Invitations;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CCHC.Survey.Tests.FieldSteps;

namespace CCHC.Survey.Tests;

public sealed class PersonalCodeTests(ServiceHost<SurveyDbContext> service) : IClassFixture<ServiceHost<SurveyDbContext>>
{
    [Fact]
    public async Task Everybody_who_was_drawn_gets_one_code_and_the_same_draw_again_gives_no_second_one()
    {
        var survey = await service.OpenField();

        // Equal shares of 22 would be 11 and 11; the minimum of 12 raises both to 12.
        var codes = await service.Codes(survey);
        Assert.Equal([("Hộ tịch", 12), ("Đất đai", 12)], codes.GroupBy(code => code.Stratum).OrderByDescending(stratum => stratum.Key[0] == 'H').Select(stratum => (stratum.Key, stratum.Count())));
        Assert.Equal(24, codes.Select(code => code.Code).Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$", code.Code));

        var again = await (await service.Post($"{survey.Path}/invitations", new { drawId = survey.DrawId, respondentGroup = "ND" })).Json();
        Assert.Equal(0, again.GetProperty("issued").GetInt32());
        Assert.Equal(codes, await service.Codes(survey));
    }

    [Fact]
    public async Task A_code_opens_a_form_about_the_office_that_dealt_with_the_dossier_and_is_used_up_by_it()
    {
        var survey = await service.OpenField();
        var code = (await service.Codes(survey))[0].Code;
        using var respondent = service.Anonymous();
        var form = await (await respondent.GetAsync(Form(code.ToLowerInvariant()), Cancellation)).Json();
        Assert.True(form.GetProperty("personal").GetBoolean());
        var unit = Assert.Single(form.GetProperty("units").EnumerateArray()).GetProperty("id").GetGuid();

        var key = Guid.NewGuid();
        await (await service.Send(code, Rate(unit, "5"), key)).Json(HttpStatusCode.Created);
        await (await service.Send(code, Rate(unit, "5"), key)).Json(HttpStatusCode.Created); // the answer was lost and the form sent again
        var second = await (await service.Send(code, Rate(unit, "1"))).Json(HttpStatusCode.Conflict);
        Assert.Equal(("code.used", "Phiếu khảo sát này đã được trả lời. Cảm ơn Ông/Bà."), (Text(second, "code"), Text(second, "detail")));
        Assert.Equal("5", Assert.Single(await service.Read(db => Stored(db, survey).Select(x => x.Answers).SingleAsync())).Raw);

        var used = await (await respondent.GetAsync(Form(code), Cancellation)).Json();
        Assert.Equal("Phiếu khảo sát này đã được trả lời. Cảm ơn Ông/Bà.", Text(used, "notice"));
        Assert.Equal(0, used.GetProperty("sections").GetArrayLength());
    }

    [Fact]
    public async Task A_code_answered_twice_at_the_same_moment_counts_once()
    {
        var survey = await service.OpenField();
        var code = (await service.Codes(survey))[0].Code;
        var unit = await UnitAsync(code);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => service.Send(code, Rate(unit, "4"))));
        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.Equal(1, await service.Read(db => Stored(db, survey).CountAsync()));
    }

    [Fact]
    public async Task An_expired_a_replaced_and_a_reserve_code_each_say_so_and_take_nothing()
    {
        var survey = await service.OpenField();
        var codes = await service.Codes(survey);
        await service.Read(db => db.Database.ExecuteSqlAsync($"UPDATE invitation SET expires_at = now() - interval '1 minute' WHERE survey_id = {survey.Id} AND serial = {codes[0].Serial}"));
        await (await service.Post($"{survey.Path}/invitations/{codes[1].Serial}/replacement")).Json();
        var reserve = PersonalCode.Of(service.Services.GetRequiredService<SurveyKey>(), survey.Id, await service.Read(db => db.Invitations.Where(x => x.SurveyId == survey.Id && x.Waiting).Select(x => x.Serial).FirstAsync()));

        foreach (var (code, rule) in new[] { (codes[0].Code, "code.expired"), (codes[1].Code, "code.withdrawn"), (reserve, "code.not-called") })
        {
            Assert.Equal(rule, await (await service.Send(code, Rate(survey.Campaign.FirstDepartment, "4"))).Conflict());
        }

        Assert.Equal(0, await service.Read(db => Stored(db, survey).CountAsync()));
    }

    [Fact]
    public async Task Whoever_cannot_be_reached_is_replaced_by_the_next_reserve_of_the_stratum()
    {
        var survey = await service.OpenField();
        var codes = await service.Codes(survey);
        var person = codes.First(code => code.Stratum == "Đất đai");
        var called = (await (await service.Post($"{survey.Path}/invitations/{person.Serial}/replacement")).Json()).GetProperty("serial").GetInt32();
        var reserve = await service.Read(db => db.Invitations.SingleAsync(x => x.SurveyId == survey.Id && x.Serial == called));
        Assert.Equal(("Đất đai", 1, false), (reserve.Stratum, reserve.Position, reserve.Waiting));
        Assert.Contains(await service.Codes(survey), code => code.Serial == called);
        Assert.Equal("invitation.not-open", await (await service.Post($"{survey.Path}/invitations/{person.Serial}/replacement")).Conflict());

        // A fifth of 12, rounded up, is 3: after three replacements there is none left.
        await (await service.Post($"{survey.Path}/invitations/{called}/replacement")).Json();
        await (await service.Post($"{survey.Path}/invitations/{codes.Last(code => code.Stratum == "Đất đai").Serial}/replacement")).Json();
        Assert.Equal("invitation.no-reserve", await (await service.Post($"{survey.Path}/invitations/{codes.Where(code => code.Stratum == "Đất đai").ElementAt(1).Serial}/replacement")).Conflict());
    }

    [Fact]
    public async Task A_code_of_another_survey_opens_that_survey_alone_and_is_refused_on_paper_of_this_one()
    {
        var (survey, other) = (await service.OpenField(), await service.OpenField());
        var code = (await service.Codes(other))[0].Code;
        await (await service.Send(code, Rate(await UnitAsync(code), "3"))).Json(HttpStatusCode.Created);
        Assert.Equal((0, 1), (await service.Read(db => Stored(db, survey).CountAsync()), await service.Read(db => Stored(db, other).CountAsync())));

        var second = (await service.Codes(other))[0].Code;
        var paper = await service.Post($"{survey.Path}/paper-forms", new { number = "7", respondentGroup = "ND", code = second, answers = Rate(survey.Campaign.FirstDepartment, "3") });
        Assert.Equal("code.unknown", await paper.Conflict());
    }

    [Fact]
    public async Task A_corrected_questionnaire_is_read_again_before_it_is_sent_and_other_changes_are_refused()
    {
        var survey = await service.OpenField();
        var code = (await service.Codes(survey))[0].Code;
        var unit = await UnitAsync(code);
        var before = await service.Get(survey.Path);
        var version = before.GetProperty("version").GetInt32();
        Assert.Equal("correction.not-texts", await (await service.Post($"{survey.Path}/corrections", new
        {
            version, reason = "Thêm câu", questionnaire = new { languages = new[] { "vi", "en" }, sections = new[] { new { code = "A", title = "A", questions = new[] { new { code = "T", kind = "text", text = "Ý kiến" } } } } },
        })).Conflict());
        using var homeAffairs = service.Client(CCHC.Contracts.Identity.Roles.HomeAffairs);
        var change = new { version, name = "Khác", respondentGroups = new[] { new { code = "ND", name = "Người dân" } }, questionnaire = Questionnaire() };
        Assert.Equal("survey.fielded", await (await homeAffairs.PutAsync(new Uri(survey.Path, UriKind.Relative), JsonContent(change), Cancellation)).Conflict());

        await (await service.Post($"{survey.Path}/corrections", new { version, reason = "Sai chính tả", questionnaire = Questionnaire("Ông/Bà hài lòng ở mức nào?") })).Json();
        Assert.Equal("answers.version-changed", await (await service.Send(code, Rate(unit, "4"), version: version)).Conflict());
        await (await service.Send(code, Rate(unit, "4"), version: version + 1)).Json(HttpStatusCode.Created);
        Assert.Equal("Sai chính tả", Text((await service.Get(survey.Path)).GetProperty("corrections")[0], "reason"));
    }

    [Theory]
    [InlineData("""[{"questionCode":"Q1","unitId":"U","optionCode":"6"}]""", "answers[0]")]
    [InlineData("""[{"questionCode":"Q1","unitId":"U","optionCodes":["4","5"]}]""", "answers[0]")]
    [InlineData("""[{"questionCode":"Q1","unitId":"U","optionCode":"4"},{"questionCode":"N","number":21}]""", "answers[1]")]
    [InlineData("""[{"questionCode":"Q1","unitId":"U","optionCode":"4"},{"questionCode":"N","text":"nhiều"}]""", "answers[1]")]
    [InlineData("""[{"questionCode":"N","number":2}]""", "required.Q1.U")]
    public async Task An_answer_out_of_range_or_a_missing_one_is_named_and_the_code_stays_good(string answers, string field)
    {
        var survey = await service.OpenField();
        var code = (await service.Codes(survey))[0].Code;
        var unit = (await UnitAsync(code)).ToString();
        var body = JsonSerializer.Deserialize<JsonElement>(answers.Replace("\"U\"", $"\"{unit}\"", StringComparison.Ordinal));
        Assert.Equal([field.Replace(".U", "." + unit, StringComparison.Ordinal)], await (await service.Send(code, body)).BadFields());
        await (await service.Send(code, Rate(Guid.Parse(unit), "4"))).Json(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_answer_to_a_question_that_the_condition_hides_is_left_out()
    {
        var survey = await service.OpenField();
        var codes = await service.Codes(survey);
        foreach (var (code, step) in new[] { (codes[0].Code, "5"), (codes[1].Code, "2") })
        {
            await (await service.Send(code, Rate(await UnitAsync(code), step, "cham", "kho"))).Json(HttpStatusCode.Created);
        }

        var stored = await service.Read(db => Stored(db, survey).ToListAsync());
        Assert.Equal(["Q1=2 Q2=cham;kho", "Q1=5"], stored.Select(x => string.Join(' ', x.Answers.Select(answer => $"{answer.Question}={answer.Raw}"))).Order());
    }

    [Fact]
    public async Task Reminders_go_to_those_who_have_not_answered_and_tell_nothing_of_what_anybody_answered()
    {
        var survey = await service.OpenField();
        var codes = await service.Codes(survey);
        await (await service.Send(codes[0].Code, Rate(await UnitAsync(codes[0].Code), "1", "kho"))).Json(HttpStatusCode.Created);
        var response = await service.Post($"{survey.Path}/reminders");
        var lines = (await response.Content.ReadAsStringAsync(Cancellation)).Trim().Split('\n');
        Assert.Equal("serial,name,contact,stratum,code,path", lines[0].Trim('\uFEFF', '\r'));
        Assert.Equal(codes.Count - 1, lines.Length - 1);
        Assert.DoesNotContain(lines, line => line.StartsWith($"{codes[0].Serial},", StringComparison.Ordinal));
        Assert.Equal(23, (await service.Get($"{survey.Path}/reminders")).GetProperty("items")[0].GetProperty("people").GetInt32());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static IQueryable<Submissions.Submission> Stored(SurveyDbContext db, FieldSurvey survey) => db.Submissions.Where(x => x.SurveyId == survey.Id);

    private static Uri Form(string code) => new($"/api/survey/forms/{code}", UriKind.Relative);

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();

    private static System.Net.Http.Json.JsonContent JsonContent(object body) => System.Net.Http.Json.JsonContent.Create(body);

    private async Task<Guid> UnitAsync(string code)
    {
        using var respondent = service.Anonymous();
        return (await (await respondent.GetAsync(Form(code), Cancellation)).Json()).GetProperty("units")[0].GetProperty("id").GetGuid();
    }
}
