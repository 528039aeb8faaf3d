using System.ComponentModel.DataAnnotations;
using System.Data;
using System.Security.Cryptography;
using System.Text;
using CCHC.ServiceDefaults.Errors;
using CCHC.Survey.Data;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Forms;

/// <summary>
/// Stores one filled-in form, all or nothing. With an <c>Idempotency-Key</c>, which the page makes at random, a form that is sent twice counts once.
/// </summary>
public static class SubmitAnswers
{
    private static readonly TimeSpan VietnamOffset = TimeSpan.FromHours(7);

    public sealed record AnswerRequest(Guid UnitId, [property: Required] string QuestionCode, [property: Required] string OptionCode);

    public sealed record Request(
        bool Consent,
        [property: Required, MinLength(1, ErrorMessage = "Phiếu chưa có câu trả lời nào.")] IReadOnlyList<AnswerRequest> Answers);

    public sealed record Response;

    public static async Task<Results<Created<Response>, NotFound>> Handle(
        string code, Request request, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey,
        SurveyDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var linkCode = RespondentGroup.NormalizeLinkCode(code);
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);

        // Shared among respondents; it keeps the survey from being closed between the look at its status and the answers.
        await db.Database.ExecuteSqlAsync(
            $"SELECT 1 FROM survey WHERE id = (SELECT survey_id FROM respondent_group WHERE link_code = {linkCode}) FOR SHARE", cancellationToken);
        var survey = await db.Surveys.AsNoTracking().AsSplitQuery()
            .SingleOrDefaultAsync(x => x.RespondentGroups.Any(group => group.LinkCode == linkCode), cancellationToken);
        if (survey is null)
        {
            return TypedResults.NotFound();
        }

        if (FormNotice.For(survey.Status) is { } notice)
        {
            throw new RuleViolationException(survey.Status == SurveyStatus.Draft ? "survey.not-open" : "survey.closed", notice);
        }

        if (!request.Consent)
        {
            throw new RuleViolationException(
                "answers.consent-required", "Phiếu chỉ được ghi nhận khi Ông/Bà đồng ý cho sử dụng ý kiến trả lời. Ông/Bà vui lòng đánh dấu vào ô đồng ý rồi gửi lại.");
        }

        RefuseWhatWasNotAsked(request, survey);
        await StoreAsync(request, survey, linkCode, SubmissionId(survey.Id, idempotencyKey), DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(VietnamOffset).Date), db, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Created((string?)null, new Response());
    }

    private static void RefuseWhatWasNotAsked(Request request, SurveyCampaign survey)
    {
        var units = survey.Units.ToDictionary(unit => unit.Id);
        var questions = survey.Questions.ToDictionary(question => question.Code, StringComparer.Ordinal);
        var options = survey.Options.Select(option => option.Code).ToHashSet(StringComparer.Ordinal);
        var answered = new HashSet<(Guid, string)>();
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        for (var i = 0; i < request.Answers.Count; i++)
        {
            var answer = request.Answers[i];
            var unit = units.GetValueOrDefault(answer.UnitId);
            var question = questions.GetValueOrDefault(answer.QuestionCode);
            var error = (unit, question) switch
            {
                (_, null) => $"Không có câu hỏi {answer.QuestionCode}.",
                (null, _) => "Cơ quan, đơn vị này không có trong phiếu.",
                _ when unit.GroupCode != question.GroupCode => $"Câu hỏi {question.Code} không hỏi về {unit.Name}.",
                _ when !options.Contains(answer.OptionCode) => $"Không có phương án trả lời {answer.OptionCode}.",
                _ when !answered.Add((unit.Id, question.Code)) => $"Câu hỏi {question.Code} về {unit.Name} được trả lời nhiều lần.",
                _ => null,
            };
            if (error is not null)
            {
                errors[$"answers[{i}]"] = [error];
            }
        }

        if (errors.Count > 0)
        {
            throw new InvalidInputException("Phiếu có câu trả lời không hợp lệ; chưa ghi nhận gì.", errors);
        }
    }

    // Hashed, so that a key that a browser remembers cannot be looked up here.
    private static Guid SubmissionId(Guid surveyId, string? idempotencyKey) => string.IsNullOrEmpty(idempotencyKey)
        ? Guid.NewGuid()
        : new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{surveyId}/{idempotencyKey}")).AsSpan(0, 16));

    // One statement, for a form on 20 units has hundreds of rows.
    private static Task<int> StoreAsync(
        Request request, SurveyCampaign survey, string linkCode, Guid submissionId, DateOnly day, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var group = survey.RespondentGroups.Single(x => x.LinkCode == linkCode).Code;
        var units = request.Answers.Select(answer => answer.UnitId).ToArray();
        var questions = request.Answers.Select(answer => answer.QuestionCode).ToArray();
        var options = request.Answers.Select(answer => answer.OptionCode).ToArray();
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO answer (survey_id, submission_id, respondent_group_code, day, unit_id, question_code, option_code)
            SELECT {survey.Id}, {submissionId}, {group}, {day}, unit_id, question_code, option_code
            FROM unnest({units}, {questions}, {options}) AS answers (unit_id, question_code, option_code)
            WHERE NOT EXISTS (SELECT 1 FROM answer WHERE submission_id = {submissionId})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
    }
}
