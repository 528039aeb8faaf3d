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
        var (id, cancellationToken) = (context.Message.CampaignId, context.CancellationToken);
        await db.CloseInboxAsync(id, cancellationToken);
        await db.LockCampaignAsync(id, cancellationToken);
        var documents = await db.Documents.AsNoTracking().Where(x => x.CampaignId == id).ToListAsync(cancellationToken);
        await db.DiscardFilesAsync(documents, cancellationToken);
        var sheets = await db.SelfAssessments.Where(x => x.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Conflicts.Where(conflict => conflict.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.ConflictsRevisions.Where(revision => revision.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Campaigns.Where(x => x.Id == id).ExecuteDeleteAsync(cancellationToken);
        logger.LogInformation("Practice campaign {Campaign} was wiped with {Sheets} sheets", context.Message.Code, sheets);
    }
}
