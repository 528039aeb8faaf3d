using System.ComponentModel.DataAnnotations;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.Survey.Data;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Submissions;

/// <summary>Says of flagged forms that they count, or do not and why; may be said otherwise until the survey is closed.</summary>
public static class ReviewSubmissions
{
    public sealed record Request(
        [property: Required, MinLength(1, ErrorMessage = "Chọn ít nhất một phiếu."), MaxLength(1000)] IReadOnlyList<Guid> Ids, SubmissionState Decision, [property: StringLength(500)] string? Reason = null);

    public sealed record Response(int Reviewed);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, Request request, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM survey WHERE id = {id} FOR SHARE", cancellationToken);
        if (await db.FindSurveyAsync(id, user, Permissions.RunSurveys, cancellationToken) is not { } survey)
        {
            return TypedResults.NotFound();
        }

        if (survey.Status == SurveyStatus.Closed)
        {
            throw new RuleViolationException("survey.closed", "Cuộc điều tra đã kết thúc nên không xem xét lại phiếu được nữa.");
        }

        if (request.Decision == SubmissionState.Flagged)
        {
            throw new InvalidInputException("decision", "Kết luận phiếu hợp lệ hoặc loại.");
        }

        if (request.Decision == SubmissionState.Excluded && string.IsNullOrWhiteSpace(request.Reason))
        {
            throw new InvalidInputException("reason", "Ghi lý do loại phiếu.");
        }

        // A form without a flag cannot be taken out: nobody may choose among answers. The second answers of one person never count.
        var ids = request.Ids.ToArray();
        var submissions = await db.Submissions.FromSql(
            $"SELECT * FROM submission WHERE survey_id = {id} AND id = ANY ({ids}) AND cardinality(flags) > 0 AND NOT {Quality.Duplicate} = ANY (flags) FOR UPDATE").ToListAsync(cancellationToken);
        if (submissions.Count < ids.Distinct().Count())
        {
            throw new RuleViolationException("submission.not-flagged", "Chỉ xem xét được phiếu có dấu hiệu bất thường; phiếu trả lời trùng người luôn không tính.");
        }

        foreach (var submission in submissions)
        {
            submission.Review(request.Decision, request.Decision == SubmissionState.Excluded ? request.Reason!.Trim().Normalize() : null, user.DisplayName);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(submissions.Count));
    }
}
