using CCHC.Assessment.Data;
using CCHC.Contracts.Appraisal;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Conflicts;

/// <summary>Keeps the conflicts of interest of a campaign's council; from here on these people see nothing of these units.</summary>
public sealed class ConflictsChangedConsumer(AssessmentDbContext db, ILogger<ConflictsChangedConsumer> logger) : IConsumer<ConflictsChanged>
{
    public async Task Consume(ConsumeContext<ConflictsChanged> context)
    {
        var (changed, cancellationToken) = (context.Message, context.CancellationToken);

        // Two deliveries at once take turns, also for a campaign of which nothing is held yet.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({$"conflicts/{changed.CampaignId}"}, 0))", cancellationToken);
        var known = await db.ConflictsRevisions.SingleOrDefaultAsync(x => x.CampaignId == changed.CampaignId, cancellationToken);
        if (known?.Revision >= changed.Revision)
        {
            logger.LogInformation("Campaign {Campaign}: conflicts of revision {Revision} are older than those held", changed.CampaignId, changed.Revision);
            return;
        }

        if (known is null)
        {
            db.ConflictsRevisions.Add(new ConflictsRevision { CampaignId = changed.CampaignId, Revision = changed.Revision });
        }
        else
        {
            known.Revision = changed.Revision;
        }

        await db.Conflicts.Where(conflict => conflict.CampaignId == changed.CampaignId).ExecuteDeleteAsync(cancellationToken);
        db.Conflicts.AddRange(changed.Conflicts.Select(conflict => new Conflict { CampaignId = changed.CampaignId, UserId = conflict.UserId, UnitId = conflict.UnitId }));
        await db.SaveChangesAsync(cancellationToken);
    }
}
