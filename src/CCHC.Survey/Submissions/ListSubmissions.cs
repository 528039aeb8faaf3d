using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Persistence;
using CCHC.Survey.Data;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Submissions;

/// <summary>Forms that have something odd, with their answers, for whoever has to say whether they count. Forms without a flag are not shown one by one.</summary>
public static class ListSubmissions
{
    public sealed record AnswerItem(string QuestionCode, string QuestionText, string? UnitName, string Value);

    public sealed record Item(
        Guid Id, DateOnly Day, SubmissionChannel Channel, string RespondentGroup, string Stratum, string? Enumerator, IReadOnlyList<string> Flags, SubmissionState State, string? Reason, string? ReviewedBy,
        IReadOnlyList<AnswerItem> Answers);

    public sealed record Response(IReadOnlyList<Item> Items, int Total);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, string? state, string? flag, int? page, int? pageSize, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var wanted = QueryChoice.Of<SubmissionState>(state, "state");
        if (await db.FindSurveyAsync(id, user, Permissions.RunSurveys, cancellationToken) is not { } survey)
        {
            return TypedResults.NotFound();
        }

        var size = Math.Clamp(pageSize ?? 20, 1, 100);
        var rows = db.Submissions.FromSql($"SELECT * FROM submission WHERE survey_id = {id} AND cardinality(flags) > 0 AND ({flag}::text IS NULL OR {flag} = ANY (flags))").AsNoTracking()
            .Where(submission => wanted == null || submission.State == wanted);
        var total = await rows.CountAsync(cancellationToken);
        var items = await rows.OrderBy(submission => submission.Day).ThenBy(submission => submission.Id).Page(Math.Max(page ?? 1, 1), size).ToListAsync(cancellationToken);
        var questions = survey.Questionnaire.Questions.ToDictionary(question => question.Code, StringComparer.Ordinal);
        var units = survey.Units.ToDictionary(unit => unit.Id, unit => unit.Name);
        return TypedResults.Ok(new Response(
            items.ConvertAll(submission => new Item(
                submission.Id, submission.Day, submission.Channel, survey.GroupOf(submission.RespondentGroupCode).Name, submission.Stratum, submission.Enumerator, submission.Flags, submission.State,
                submission.Reason, submission.ReviewedBy,
                [
                    .. submission.Answers.Where(answer => questions.ContainsKey(answer.Question)).Select(answer => new AnswerItem(
                        answer.Question, questions[answer.Question].Text.Vietnamese, answer.UnitId is { } unit ? units.GetValueOrDefault(unit) : null, ReadableAnswer.Of(questions[answer.Question], answer))),
                ])),
            total));
    }
}
