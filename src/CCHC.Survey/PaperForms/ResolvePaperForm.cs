using System.ComponentModel.DataAnnotations;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Time;
using CCHC.Survey.Data;
using CCHC.Survey.FieldWork;
using CCHC.Survey.Submissions;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.PaperForms;

/// <summary>Decides, paper in hand, which of two entries is right, answer by answer; the form becomes a submission.</summary>
public static class ResolvePaperForm
{
    public enum Entry
    {
        First,
        Second,
    }

    public sealed record Choice([property: Required] string QuestionCode, Guid? UnitId, Entry Take);

    public sealed record Request([property: Required] IReadOnlyList<Choice> Choices);

    public static async Task<Results<NoContent, NotFound>> Handle(
        Guid id, string number, Request request, CurrentUser user, SurveyDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM survey WHERE id = {id} FOR SHARE", cancellationToken);
        var survey = await db.Surveys.AsNoTracking().AsSplitQuery().SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (survey is null || !await user.WorksOnAsync(survey, db, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({$"{id}/{number}"}, 0))", cancellationToken);
        if (await db.PaperForms.FindAsync([id, number], cancellationToken) is not { } form)
        {
            return TypedResults.NotFound();
        }

        if (survey.Status != SurveyStatus.Open)
        {
            throw new RuleViolationException("survey.closed", "Cuộc điều tra không nhận phiếu vào lúc này.");
        }

        var choices = request.Choices.DistinctBy(choice => (choice.QuestionCode, choice.UnitId)).ToDictionary(choice => (choice.QuestionCode, choice.UnitId), choice => choice.Take);
        var answers = form.Resolve(field => choices.TryGetValue((field.Question, field.UnitId), out var take) ? take == Entry.Second : null);
        await SubmissionStore.AddAsync(db, form.ToSubmission(answers, Quality.FlagsOf(survey.Questionnaire, answers, time: null), clock.Today()), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
