using System.ComponentModel.DataAnnotations;
using System.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Data;
using CCHC.Survey.Questionnaires;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Surveys;

/// <summary>Corrects words of a questionnaire that is being answered, with a reason; the version before stays on record.</summary>
public static class CorrectQuestionnaire
{
    public sealed record Request(
        int Version, [property: Required] Questionnaire Questionnaire,
        [property: Required(ErrorMessage = "Ghi lý do đính chính."), StringLength(500, MinimumLength = 1, ErrorMessage = "Lý do dài tối đa 500 ký tự.")] string Reason);

    public static async Task<Results<Ok<ChangeSurvey.Response>, NotFound, ProblemHttpResult>> Handle(
        Guid id, Request request, CurrentUser user, SurveyDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM survey WHERE id = {id} FOR UPDATE", cancellationToken);
        if (await db.FindSurveyAsync(id, user, Permissions.RunSurveys, cancellationToken) is not { } survey)
        {
            return TypedResults.NotFound();
        }

        if (survey.Version != request.Version)
        {
            return ChangeSurvey.Stale();
        }

        QuestionnaireRules.Require(request.Questionnaire);
        survey.Correct(request.Questionnaire, request.Reason.Trim().Normalize(), user.DisplayName, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new ChangeSurvey.Response(survey.Version));
    }
}
