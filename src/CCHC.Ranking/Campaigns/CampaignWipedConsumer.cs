using CCHC.Contracts.Criteria;
using CCHC.Ranking.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Campaigns;

/// <summary>Deletes a practice copy with all its points.</summary>
public sealed class CampaignWipedConsumer(RankingDbContext db, ILogger<CampaignWipedConsumer> logger) : IConsumer<CampaignWiped>
{
    public async Task Consume(ConsumeContext<CampaignWiped> context)
    {
        var (id, cancellationToken) = (context.Message.CampaignId, context.CancellationToken);
        await db.CloseInboxAsync(id, cancellationToken);
        await db.LeafStandings.Where(leaf => leaf.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        var units = await db.UnitStandings.Where(standing => standing.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Conflicts.Where(conflict => conflict.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.ConflictsRevisions.Where(revision => revision.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.HeadDecisions.Where(decision => decision.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Ratifications.Where(ratification => ratification.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Campaigns.Where(campaign => campaign.Id == id).ExecuteDeleteAsync(cancellationToken);
        logger.LogInformation("Practice campaign {Campaign} was wiped with the points of {Units} units", context.Message.Code, units);
    }
}
