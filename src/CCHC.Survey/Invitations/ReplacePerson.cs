using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.Survey.Data;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Invitations;

/// <summary>Gives up on somebody who cannot be reached and calls the next reserve of the same stratum and cluster, in the order that was drawn.</summary>
public static class ReplacePerson
{
    public sealed record Response(int Serial);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, int serial, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM survey WHERE id = {id} FOR NO KEY UPDATE", cancellationToken);
        var survey = await db.FindSurveyAsync(id, user, Permissions.RunSurveys, cancellationToken);
        var person = survey is null
            ? null
            : await db.Invitations.FromSql($"SELECT * FROM invitation WHERE survey_id = {id} AND serial = {serial} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);
        if (person is null || survey is null)
        {
            return TypedResults.NotFound();
        }

        if (survey.Status == SurveyStatus.Closed || person.Answered || person.Withdrawn || person.Waiting)
        {
            throw new RuleViolationException("invitation.not-open", $"Người mang số {serial} đã trả lời, đã được thay hoặc chưa được mời, nên không thay được.");
        }

        var reserve = await db.Invitations.Where(x => x.SurveyId == id && x.FrameId == person.FrameId && x.Stratum == person.Stratum && x.Cluster == person.Cluster && x.Waiting)
            .OrderBy(x => x.Position).FirstOrDefaultAsync(cancellationToken)
            ?? throw new RuleViolationException("invitation.no-reserve", $"Tầng {person.Stratum}{(person.Cluster is null ? "" : $", cụm {person.Cluster}")} không còn mẫu dự phòng.");
        person.Withdraw();
        reserve.Call();
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(reserve.Serial));
    }
}
