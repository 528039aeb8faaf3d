using CCHC.Contracts.Criteria;
using CCHC.Ranking.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Campaigns;

/// <summary>Keeps the local copy of the campaign.</summary>
public sealed class CampaignChangedConsumer(RankingDbContext db, ILogger<CampaignChangedConsumer> logger) : IConsumer<CampaignChanged>
{
    public async Task Consume(ConsumeContext<CampaignChanged> context)
    {
        var opened = context.Message;

        // Two phases of a new campaign may arrive together; they take turns.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({opened.CampaignId.ToString()}, 0))", context.CancellationToken);
        var campaign = await db.Campaigns.FindAsync([opened.CampaignId], context.CancellationToken);
        var changed = true;
        if (campaign is null)
        {
            db.Campaigns.Add(Campaign.From(opened));
        }
        else
        {
            changed = campaign.Apply(opened);
        }

        await db.SaveChangesAsync(context.CancellationToken);
        logger.LogInformation(
            "Campaign {Code}: {Phase} of round {Round}, revision {Revision}{Outcome}",
            opened.Code, opened.Phase, opened.Round, opened.Revision, changed ? "" : " (stale, ignored)");
    }
}
