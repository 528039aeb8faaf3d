using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Persistence;
using CCHC.Survey.Data;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Invitations;

/// <summary>Who was invited, as numbers: how far each stratum is, and which invitations are open; never a name or a code.</summary>
public static class ListInvitations
{
    public enum InvitationState
    {
        Open,
        Answered,
        Expired,
        Withdrawn,

        /// <summary>A reserve that nobody has called.</summary>
        Waiting,
    }

    public sealed record Item(int Serial, string Stratum, string? Cluster, string? UnitName, InvitationState State, int Reminders);

    public sealed record StratumItem(string RespondentGroup, string Stratum, int Sample, int Answered);

    public sealed record Response(IReadOnlyList<Item> Items, int Total, int Answered, int Open, int Invited, IReadOnlyList<StratumItem> Strata);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, string? state, string? stratum, int? page, int? pageSize, CurrentUser user, SurveyDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var wanted = QueryChoice.Of<InvitationState>(state, "state");
        if (await db.FindSurveyAsync(id, user, Permissions.ReadSamples, cancellationToken) is not { } survey)
        {
            return TypedResults.NotFound();
        }

        var (now, size) = (clock.GetUtcNow(), Math.Clamp(pageSize ?? 50, 1, 200));
        var rows = from invitation in db.Invitations.AsNoTracking()
                   where invitation.SurveyId == id && (stratum == null || invitation.Stratum == stratum)
                   select new
                   {
                       invitation.Serial, invitation.Stratum, invitation.Cluster, invitation.UnitId, invitation.Reminders, invitation.RespondentGroupCode,
                       State = invitation.Answered ? InvitationState.Answered
                           : invitation.Withdrawn ? InvitationState.Withdrawn
                           : invitation.Waiting ? InvitationState.Waiting
                           : invitation.ExpiresAt != null && invitation.ExpiresAt <= now ? InvitationState.Expired : InvitationState.Open,
                   };
        var all = await rows.GroupBy(row => new { row.RespondentGroupCode, row.Stratum, row.State }).Select(cell => new { cell.Key, Count = cell.Count() }).ToListAsync(cancellationToken);
        var items = await rows.Where(row => wanted == null || row.State == wanted).OrderBy(row => row.Serial).Page(Math.Max(page ?? 1, 1), size).ToListAsync(cancellationToken);
        var sample = await db.SampleStrata.AsNoTracking().Where(x => x.SurveyId == id).OrderBy(x => x.RespondentGroupCode).ThenBy(x => x.Stratum).ToListAsync(cancellationToken);
        var units = survey.Units.ToDictionary(unit => unit.Id, unit => unit.Name);
        return TypedResults.Ok(new Response(
            [.. items.Select(row => new Item(row.Serial, row.Stratum, row.Cluster, row.UnitId is { } unit ? units.GetValueOrDefault(unit) : null, row.State, row.Reminders))],
            all.Where(cell => wanted is null || cell.Key.State == wanted).Sum(cell => cell.Count),
            all.Where(cell => cell.Key.State == InvitationState.Answered).Sum(cell => cell.Count),
            all.Where(cell => cell.Key.State == InvitationState.Open).Sum(cell => cell.Count),
            all.Where(cell => cell.Key.State is not (InvitationState.Waiting or InvitationState.Withdrawn)).Sum(cell => cell.Count),
            [
                .. sample.Select(x => new StratumItem(
                    x.RespondentGroupCode, x.Stratum, x.Sample,
                    all.Where(cell => cell.Key.RespondentGroupCode == x.RespondentGroupCode && cell.Key.Stratum == x.Stratum && cell.Key.State == InvitationState.Answered).Sum(cell => cell.Count))),
            ]));
    }
}
