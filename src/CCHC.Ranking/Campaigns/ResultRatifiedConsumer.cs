using CCHC.Contracts.Appraisal;
using CCHC.Ranking.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Campaigns;

/// <summary>Notes whether the council stands by the result: shown beside the standings, and asked before publication.</summary>
public sealed class ResultRatifiedConsumer(RankingDbContext db, ILogger<ResultRatifiedConsumer> logger) : IConsumer<ResultRatified>
{
    public async Task Consume(ConsumeContext<ResultRatified> context)
    {
        var ratified = context.Message;
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({$"ratification/{ratified.CampaignId}"}, 0))", context.CancellationToken);
        var known = await db.Ratifications.SingleOrDefaultAsync(x => x.CampaignId == ratified.CampaignId, context.CancellationToken);
        if (known is null)
        {
            db.Ratifications.Add(Ratification.From(ratified));
        }
        else
        {
            known.Apply(ratified);
        }

        await db.SaveChangesAsync(context.CancellationToken);
        logger.LogInformation("Result of campaign {Campaign}: ratified is {Ratified}, revision {Revision}", ratified.CampaignId, ratified.Ratified, ratified.Revision);
    }
}
