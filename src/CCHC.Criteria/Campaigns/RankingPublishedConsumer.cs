using CCHC.Contracts.Ranking;
using CCHC.Criteria.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Campaigns;

/// <summary>Closes the campaign once its result is public; imported results of other systems have no campaign here.</summary>
public sealed class RankingPublishedConsumer(CriteriaDbContext db, ILogger<RankingPublishedConsumer> logger) : IConsumer<RankingPublished>
{
    public async Task Consume(ConsumeContext<RankingPublished> context)
    {
        var campaign = await db.Campaigns.Include(x => x.Calendar).SingleOrDefaultAsync(x => x.Id == context.Message.CampaignId, context.CancellationToken);
        campaign?.MarkPublished(context.Message.PublishedAt);
        logger.LogInformation("Result of campaign {Campaign} was published", context.Message.CampaignCode);
    }
}
