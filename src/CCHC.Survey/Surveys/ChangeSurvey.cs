using System.ComponentModel.DataAnnotations;
using System.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Data;
using CCHC.Survey.Questionnaires;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Surveys;

/// <summary>Replaces all that a draft says; whoever read an older version is told, and nothing is overwritten.</summary>
public static class ChangeSurvey
{
    /// <param name="Version">That was read.</param>
    public sealed record Request(
        int Version,
        [property: Required, StringLength(300)] string Name,
        [property: StringLength(4000)] string? Introduction,
        [property: Required, MinLength(1, ErrorMessage = "Cần ít nhất một nhóm người trả lời."), MaxLength(100)] IReadOnlyList<RespondentGroupRequest> RespondentGroups,
        [property: Required] Questionnaire Questionnaire,
        IndexFormula Formula = IndexFormula.Weights, DateTimeOffset? EndsAt = null, IReadOnlyList<string>? RatedGroups = null);

    public sealed record Response(int Version);

    public static async Task<Results<Ok<Response>, NotFound, ProblemHttpResult>> Handle(
        Guid id, Request request, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM survey WHERE id = {id} FOR UPDATE", cancellationToken);
        var survey = await db.FindSurveyAsync(id, user, Permissions.RunSurveys, cancellationToken);
        if (survey is null || await db.HoldCampaignAsync(survey.CampaignId, cancellationToken) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        if (survey.Version != request.Version)
        {
            return Stale();
        }

        survey.Change(await db.ToContentAsync(
            campaign, survey.Id, request.Name, request.Introduction, request.Formula, request.EndsAt, request.RatedGroups, request.RespondentGroups, request.Questionnaire, cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(survey.Version));
    }

    internal static ProblemHttpResult Stale() => TypedResults.Problem(
        "Phiếu hỏi vừa được người khác sửa. Tải lại để xem bản mới rồi sửa tiếp.", statusCode: StatusCodes.Status412PreconditionFailed, title: "Bản đang sửa đã cũ");
}
