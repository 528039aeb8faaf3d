using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Appraisal;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Conflicts;

internal static class RecordedConflicts
{
    /// <summary>Tells of all conflicts as they will stand after this transaction. Needs the campaign's lock and the council's new revision.</summary>
    public static void Tell(Council council, IEnumerable<Conflict> standing, IEventPublisher events) => events.Publish(new ConflictsChanged
    {
        CampaignId = council.CampaignId,
        Revision = council.Revision,
        Conflicts = [.. standing.Where(conflict => conflict.WithdrawnAt is null).Select(conflict => new ConflictOfInterest { UserId = conflict.UserId, UnitId = conflict.UnitId })
            .Distinct().OrderBy(x => x.UserId).ThenBy(x => x.UnitId)],
    });

    public static Task<List<Conflict>> StandingAsync(this AppraisalDbContext db, Guid campaignId, CancellationToken cancellationToken) =>
        db.Conflicts.Where(conflict => conflict.CampaignId == campaignId && conflict.WithdrawnAt == null).OrderBy(conflict => conflict.Id).ToListAsync(cancellationToken);

    /// <summary>Sets the units that members work for; a member that is not named keeps its own.</summary>
    public static async Task ReplaceOwnUnitsAsync(
        AppraisalDbContext db, Council council, Dictionary<Guid, HashSet<Guid>> ownUnits, string by, DateTimeOffset now, IEventPublisher events, CancellationToken cancellationToken)
    {
        var standing = await db.StandingAsync(council.CampaignId, cancellationToken);
        var before = standing.Where(conflict => conflict.Kind == ConflictKind.OwnUnit).ToLookup(conflict => conflict.UserId);
        var changed = false;
        foreach (var (userId, units) in ownUnits)
        {
            foreach (var gone in before[userId].Where(conflict => !units.Contains(conflict.UnitId)))
            {
                gone.Withdraw(by, now);
                changed = true;
            }

            foreach (var unit in units.Where(unit => before[userId].All(conflict => conflict.UnitId != unit)))
            {
                var conflict = new Conflict
                {
                    Id = Guid.CreateVersion7(), CampaignId = council.CampaignId, UserId = userId, UnitId = unit, Kind = ConflictKind.OwnUnit, RecordedBy = by, RecordedAt = now,
                };
                db.Conflicts.Add(conflict);
                standing.Add(conflict);
                changed = true;
            }
        }

        if (changed)
        {
            Tell(council, standing, events);
        }
    }
}
