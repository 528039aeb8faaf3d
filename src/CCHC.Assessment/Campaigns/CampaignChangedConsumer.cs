using CCHC.Assessment.Data;
using CCHC.Assessment.SelfAssessments;
using CCHC.Contracts.Criteria;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Campaigns;

/// <summary>Gives every unit its self-assessment when a campaign opens, and opens them again for a later round or by an extension that says so.</summary>
public sealed class CampaignChangedConsumer(AssessmentDbContext db, TimeProvider clock, ILogger<CampaignChangedConsumer> logger) : IConsumer<CampaignChanged>
{
    public async Task Consume(ConsumeContext<CampaignChanged> context)
    {
        var changed = context.Message;
        var campaign = await db.Campaigns.Include(x => x.Groups).SingleOrDefaultAsync(x => x.Id == changed.CampaignId, context.CancellationToken);
        if (campaign is null)
        {
            campaign = Campaign.From(changed);
            db.Campaigns.Add(campaign);
        }
        else if (!campaign.Apply(changed))
        {
            return;
        }

        if (changed.Phase == CampaignPhase.Draft)
        {
            return;
        }

        // Also right after a missed phase: a copy of a later phase may overtake the one before.
        var now = clock.GetUtcNow();
        var assessments = await db.SelfAssessments.Include(x => x.Contributions).Where(x => x.CampaignId == changed.CampaignId).ToListAsync(context.CancellationToken);
        if (assessments.Count == 0)
        {
            assessments = [.. changed.Groups.SelectMany(group => group.Units.Select(unit => Open(changed, group, unit, now)))];
            db.SelfAssessments.AddRange(assessments);
        }

        foreach (var assessment in assessments)
        {
            assessment.EnterRound(changed.Round);
            assessment.Reopen(changed.Extensions, now);
        }

        logger.LogInformation("Campaign {Campaign} is in {Phase} {Round} with {Units} units", changed.Code, changed.Phase, changed.Round, assessments.Count);
    }

    private static SelfAssessment Open(CampaignChanged campaign, CampaignGroup group, CampaignUnit unit, DateTimeOffset now)
    {
        var assessment = SelfAssessment.Open(campaign, group, unit);
        if (campaign.Practice)
        {
            assessment.FillWithMadeUpData(group.CriteriaSet, now);
        }

        return assessment;
    }
}
