using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Appraisal.Conflicts;

/// <summary>Home affairs or the secretary takes a conflict back; who declared it cannot, for it would let itself in again.</summary>
public static class WithdrawConflict
{
    public static async Task<Results<NoContent, NotFound>> Handle(
        Guid campaignId, Guid id, CurrentUser user, AppraisalDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var campaign = await db.LockCampaignAsync(campaignId, cancellationToken);
        if (campaign is null || !user.Covers(campaign.OwnerUnitId, Roles.HomeAffairs, Roles.CouncilSecretary))
        {
            return TypedResults.NotFound();
        }

        var standing = await db.StandingAsync(campaignId, cancellationToken);
        var conflict = standing.Find(x => x.Id == id);
        if (conflict is null || conflict.UserId == user.Id)
        {
            return TypedResults.NotFound();
        }

        conflict.Withdraw(user.DisplayName, clock.GetUtcNow());
        RecordedConflicts.Tell(await db.ChangeCouncilAsync(campaignId, cancellationToken), standing, events);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
