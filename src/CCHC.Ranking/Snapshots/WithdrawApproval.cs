using System.ComponentModel.DataAnnotations;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Snapshots;

/// <summary>Takes an approval back before its minute has come; the snapshot waits for approval again, and nothing of the publication is left.</summary>
public static class WithdrawApproval
{
    public sealed record Request([property: Required(ErrorMessage = "Ghi lý do rút phê duyệt."), StringLength(1000)] string Reason);

    public static async Task<Results<NoContent, NotFound>> Handle(
        string code, int number, [FromBody] Request request, RankingDbContext db, CampaignCache campaigns, CurrentUser user, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        if (await db.FindCampaignAsync(campaigns, code, user, Permissions.ApproveSnapshots, cancellationToken) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        await db.LockPublicationAsync(campaign.Id, cancellationToken);
        if (await db.FindSnapshotAsync(campaign.Id, number, cancellationToken) is not { } snapshot)
        {
            return TypedResults.NotFound();
        }

        snapshot.WithdrawApproval(user.DisplayName, clock.GetUtcNow(), request.Reason.Trim().Normalize());

        await db.Publications.Where(publication => publication.SnapshotId == snapshot.Id).ExecuteDeleteAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
