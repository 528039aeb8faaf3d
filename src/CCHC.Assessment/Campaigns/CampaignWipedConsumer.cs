using CCHC.Assessment.Data;
using CCHC.Assessment.Evidence;
using CCHC.Contracts.Criteria;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Campaigns;

/// <summary>Deletes a practice copy with its sheets and all that was entered in them.</summary>
public sealed class CampaignWipedConsumer(AssessmentDbContext db, ILogger<CampaignWipedConsumer> logger) : IConsumer<CampaignWiped>
{
    public async Task Consume(ConsumeContext<CampaignWiped> context)
    {
        var id = context.Message.CampaignId;
        await db.DiscardFilesAsync(await db.Documents.AsNoTracking().Where(x => x.CampaignId == id).ToListAsync(context.CancellationToken), context.CancellationToken);
        var sheets = await db.SelfAssessments.Where(x => x.CampaignId == id).ExecuteDeleteAsync(context.CancellationToken);
        await db.Campaigns.Where(x => x.Id == id).ExecuteDeleteAsync(context.CancellationToken);
        logger.LogInformation("Practice campaign {Campaign} was wiped with {Sheets} sheets", context.Message.Code, sheets);
    }
}
