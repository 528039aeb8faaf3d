using System.ComponentModel.DataAnnotations;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Ranking.Snapshots;

/// <summary>Throws a snapshot away that nobody has approved; it stays in the list with the reason.</summary>
public static class DiscardSnapshot
{
    public sealed record Request([property: Required(ErrorMessage = "Ghi lý do hủy bản chốt."), StringLength(1000)] string Reason);

    public static async Task<Results<NoContent, NotFound>> Handle(
        string code, int number, [FromBody] Request request, RankingDbContext db, CampaignCache campaigns, CurrentUser user, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        if (await db.FindCampaignAsync(campaigns, code, user, Permissions.TakeSnapshots, cancellationToken) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        await db.LockPublicationAsync(campaign.Id, cancellationToken);
        if (await db.FindSnapshotAsync(campaign.Id, number, cancellationToken) is not { } snapshot)
        {
            return TypedResults.NotFound();
        }

        snapshot.Discard(user.DisplayName, clock.GetUtcNow(), request.Reason.Trim().Normalize());

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
