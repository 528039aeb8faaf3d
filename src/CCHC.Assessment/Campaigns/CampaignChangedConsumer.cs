using CCHC.Assessment.Data;
using CCHC.Assessment.SelfAssessments;
using CCHC.Contracts.Criteria;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Campaigns;

/// <summary>Gives every unit its self-assessment when a campaign opens, and reopens them all for a later round.</summary>
public sealed class CampaignChangedConsumer(AssessmentDbContext db, ILogger<CampaignChangedConsumer> logger) : IConsumer<CampaignChanged>
{
    public async Task Consume(ConsumeContext<CampaignChanged> context)
    {
        var opened = context.Message;
        var campaign = await db.Campaigns.SingleOrDefaultAsync(x => x.Id == opened.CampaignId, context.CancellationToken);
        if (campaign is null)
        {
            campaign = Campaign.From(opened);
            db.Campaigns.Add(campaign);
            db.SelfAssessments.AddRange(opened.Groups.SelectMany(group => group.Units.Select(unit => SelfAssessment.Open(campaign.Id, group, unit))));
            await db.SaveChangesAsync(context.CancellationToken);
        }
        else if (!campaign.Apply(opened))
        {
            return;
        }

        // Also right after a missed phase: a copy of a later phase may overtake the one before.
        var assessments = await db.SelfAssessments.Where(x => x.CampaignId == opened.CampaignId).ToListAsync(context.CancellationToken);
        foreach (var assessment in assessments)
        {
            assessment.EnterRound(opened.Round);
        }

        logger.LogInformation("Campaign {Campaign} is in {Phase} {Round} with {Units} units", opened.Code, opened.Phase, opened.Round, assessments.Count);
    }
}
