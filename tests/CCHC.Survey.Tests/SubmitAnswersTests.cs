using System.Net;
using System.Net.Http.Json;
using System.Text;
using CCHC.Survey.Data;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace CCHC.Survey.Tests;

public sealed class SubmitAnswersTests(ServiceHost<SurveyDbContext> service) : IClassFixture<ServiceHost<SurveyDbContext>>
{
    [Fact]
    public async Task The_form_shows_units_questions_and_options_without_their_weights()
    {
        var survey = await service.OpenSurvey();
        using var respondent = service.Anonymous();
        var form = await (await respondent.GetAsync(Form(survey.DelegatesLink), TestContext.Current.CancellationToken)).Json();
        Assert.Equal("Đại biểu HĐND", form.GetProperty("respondentGroup").GetString());
        Assert.Equal("open", form.GetProperty("status").GetString());
        Assert.Equal(["Sở Nội vụ", "Sở Tài chính", "Xã Thử"], form.GetProperty("units").EnumerateArray().Select(unit => unit.GetProperty("name").GetString()));
        var questions = form.GetProperty("sections")[0].GetProperty("questions").EnumerateArray().ToList();
        Assert.Equal([("C1", "so"), ("C2", "so"), ("X1", "xa")], questions.Select(question => (question.GetProperty("code").GetString(), question.GetProperty("groups")[0].GetString())));
        Assert.All(questions, question => Assert.Equal(5, question.GetProperty("options").GetArrayLength()));
        Assert.DoesNotContain("percent", form.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Neither_answers_nor_codes_nor_whence_they_came_stand_in_the_log()
    {
        var survey = await service.OpenSurvey();
        using var respondent = service.Anonymous();
        respondent.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.44");
        foreach (var option in (string[])["A", "Không có lựa chọn này"])
        {
            using var answered = await respondent.PostAsJsonAsync(
                Answers(survey), new { consent = true, answers = new[] { new { unitId = survey.Campaign.Commune, questionCode = "X1", optionCode = option } } }, TestContext.Current.CancellationToken);
            Assert.Equal(option == "A" ? HttpStatusCode.Created : HttpStatusCode.BadRequest, answered.StatusCode);
        }

        using var content = new StringContent("""{"consent":true,"answers":"một câu trả lời""", Encoding.UTF8, "application/json");
        using var broken = await respondent.PostAsync(Answers(survey), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        var log = string.Concat(service.Log.Entries);
        Assert.Contains("input_validation_fail of - from -: POST /api/survey/forms/{code}/answers", log, StringComparison.Ordinal);
        Assert.All(
            (string[])["203.0.113.44", survey.LeadersLink, survey.DelegatesLink, "Không có lựa chọn", "một câu trả lời"], secret => Assert.DoesNotContain(secret, log, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_code_typed_from_paper_is_understood()
    {
        var survey = await service.OpenSurvey();
        using var respondent = service.Anonymous();
        var typed = survey.LeadersLink.ToLowerInvariant().Replace('0', 'o').Replace('1', 'l').Insert(5, "-");
        await (await respondent.GetAsync(Form(typed), TestContext.Current.CancellationToken)).Json();
    }

    [Fact]
    public async Task Links_are_ten_characters_and_differ()
    {
        var survey = await service.DrawUpSurvey();
        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{10}$", survey.LeadersLink);
        Assert.NotEqual(survey.LeadersLink, survey.DelegatesLink);
    }

    [Fact]
    public async Task An_unknown_code_is_not_found()
    {
        using var respondent = service.Anonymous();
        Assert.Equal(HttpStatusCode.NotFound, (await respondent.GetAsync(Form("0000000000"), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await service.Answer("0000000000", (Guid.NewGuid(), "C1", "A"))).StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public async Task Nothing_is_stored_without_consent(bool? consent)
    {
        var survey = await service.OpenSurvey();
        using var respondent = service.Anonymous();
        var response = await respondent.PostAsJsonAsync(
            Answers(survey), new { consent = consent ?? false, answers = new[] { new { unitId = survey.Campaign.Commune, questionCode = "X1", optionCode = "A" } } },
            TestContext.Current.CancellationToken);
        Assert.Equal("answers.consent-required", await response.Conflict());
        Assert.Equal(0, await Stored(survey));
    }

    [Fact]
    public async Task What_was_not_asked_is_refused_and_nothing_of_the_form_is_stored()
    {
        var survey = await service.OpenSurvey();
        var (department, commune) = (survey.Campaign.FirstDepartment, survey.Campaign.Commune);
        var response = await service.Answer(
            survey.LeadersLink,
            (department, "C1", "A"),
            (commune, "C1", "A"), // another group's unit
            (department, "C9", "A"),
            (department, "C2", "Z"),
            (Guid.NewGuid(), "C1", "A"),
            (department, "C1", "B")); // the second answer to one question
        Assert.Equal(["answers[1]", "answers[2]", "answers[3]", "answers[4]", "answers[5]"], await response.BadFields());
        Assert.Equal(0, await Stored(survey));
    }

    [Theory]
    [InlineData("""{"consent":true,"answers":[]}""")]
    [InlineData("""{"consent":true}""")]
    [InlineData("""{"consent":true,"answers":[{}]}""")]
    [InlineData("""{"consent":true,"answers":[{"unitId":"x"}]}""")]
    [InlineData("""{"consent":true,"answers":[null]}""")]
    [InlineData("""{"consent":""")]
    [InlineData("")]
    public async Task A_form_that_cannot_be_read_is_a_bad_request(string body)
    {
        var survey = await service.OpenSurvey();
        using var respondent = service.Anonymous();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        await (await respondent.PostAsync(Answers(survey), content, TestContext.Current.CancellationToken)).Json(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_oversized_form_is_refused()
    {
        var survey = await service.OpenSurvey();
        using var respondent = service.Anonymous();
        using var content = new StringContent($$"""{"consent":true,"answers":[],"x":"{{new string('x', 1_100_000)}}"}""", Encoding.UTF8, "application/json");
        respondent.DefaultRequestHeaders.ExpectContinue = true; // else the line may be closed while the rest is still being sent
        await (await respondent.PostAsync(Answers(survey), content, TestContext.Current.CancellationToken)).Json(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Before_and_after_the_survey_the_respondent_reads_why_and_nothing_is_stored()
    {
        var survey = await service.DrawUpSurvey();
        var early = await (await service.Answer(survey.LeadersLink, (survey.Campaign.Commune, "X1", "A"))).Json(HttpStatusCode.Conflict);
        Assert.Equal("survey.not-open", early.GetProperty("code").GetString());
        Assert.StartsWith("Cuộc khảo sát chưa bắt đầu.", early.GetProperty("detail").GetString(), StringComparison.Ordinal);

        var other = await service.OpenSurvey();
        await service.Close(other);
        var late = await (await service.Answer(other.LeadersLink, (other.Campaign.Commune, "X1", "A"))).Json(HttpStatusCode.Conflict);
        Assert.Equal("survey.closed", late.GetProperty("code").GetString());
        Assert.StartsWith("Cuộc khảo sát đã kết thúc.", late.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await Stored(survey) + await Stored(other));

        using var respondent = service.Anonymous();
        var form = await (await respondent.GetAsync(Form(other.LeadersLink), TestContext.Current.CancellationToken)).Json();
        Assert.Equal("closed", form.GetProperty("status").GetString());
        Assert.Equal(0, form.GetProperty("units").GetArrayLength());
    }

    [Fact]
    public async Task A_form_sent_twice_with_one_idempotency_key_counts_once()
    {
        var survey = await service.OpenSurvey();
        using var respondent = service.Anonymous();
        respondent.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var form = new { consent = true, answers = new[] { new { unitId = survey.Campaign.Commune, questionCode = "X1", optionCode = "A" } } };
        var responses = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => respondent.PostAsJsonAsync(Answers(survey), form)));
        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Created, response.StatusCode));
        Assert.Equal(1, await Stored(survey));
    }

    [Fact]
    public async Task An_answer_carries_no_key_to_a_person_and_no_time_finer_than_a_day()
    {
        await using var connection = new NpgsqlConnection(service.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("SELECT column_name || ' ' || data_type FROM information_schema.columns WHERE table_name = 'submission' ORDER BY 1", connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var columns = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            columns.Add(reader.GetString(0));
        }

        Assert.Equal(
            [
                "answers jsonb", "channel text", "cluster text", "day date", "enumerator text", "flags ARRAY", "id uuid", "reason text", "respondent_group_code text", "reviewed_by text", "state text",
                "stratum text", "survey_id uuid", "version integer", "weight numeric",
            ],
            columns);

        // A version 7 id would hold the millisecond.
        var survey = await service.OpenSurvey();
        await service.Answer(survey.LeadersLink, (survey.Campaign.Commune, "X1", "A"));
        var submission = await service.Read(db => db.Submissions.Where(submission => submission.SurveyId == survey.Id).Select(submission => submission.Id).SingleAsync());
        Assert.Equal(4, submission.Version);
    }

    private static Uri Form(string code) => new($"/api/survey/forms/{code}", UriKind.Relative);

    private static Uri Answers(SampleSurvey survey) => new($"/api/survey/forms/{survey.LeadersLink}/answers", UriKind.Relative);

    private Task<int> Stored(SampleSurvey survey) => service.Read(db => db.Submissions.CountAsync(submission => submission.SurveyId == survey.Id));
}
