using CCHC.Appraisal.Data;
using CCHC.Contracts.Criteria;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Campaigns;

/// <summary>Deletes a practice copy with its council and cases.</summary>
public sealed class CampaignWipedConsumer(AppraisalDbContext db, ILogger<CampaignWipedConsumer> logger) : IConsumer<CampaignWiped>
{
    public async Task Consume(ConsumeContext<CampaignWiped> context)
    {
        var (id, cancellationToken) = (context.Message.CampaignId, context.CancellationToken);
        await db.CloseInboxAsync(id, cancellationToken);

        // A council that is being appointed is let in first and deleted with the rest; one that comes later finds no campaign.
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM campaigns WHERE id = {id} FOR UPDATE", cancellationToken);
        var cases = await db.DeleteCasesAsync(x => x.CampaignId == id, cancellationToken);
        await db.CaseResets.Where(x => x.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Acceptances.Where(x => x.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Meetings.Where(x => x.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.RatificationSteps.Where(x => x.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Proposals.Where(x => x.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Conflicts.Where(x => x.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Councils.Where(x => x.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.CouncilMembers.Where(x => x.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.CampaignGroups.Where(x => x.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.CampaignUnits.Where(x => x.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.CampaignFields.Where(x => x.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.CampaignLeaves.Where(x => x.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Campaigns.Where(x => x.Id == id).ExecuteDeleteAsync(cancellationToken);
        logger.LogInformation("Practice campaign {Campaign} was wiped with {Cases} cases", context.Message.Code, cases);
    }
}
