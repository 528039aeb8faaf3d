using CCHC.Contracts.Assessment;
using CCHC.Criteria.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Campaigns;

/// <summary>Notes who has submitted, so that nobody is reminded of what is done.</summary>
public sealed class SelfAssessmentSubmittedConsumer(CriteriaDbContext db) : IConsumer<SelfAssessmentSubmitted>
{
    public async Task Consume(ConsumeContext<SelfAssessmentSubmitted> context)
    {
        var submitted = context.Message;
        var member = await db.Campaigns.Where(campaign => campaign.Id == submitted.CampaignId)
            .SelectMany(campaign => campaign.Groups).SelectMany(group => group.Members)
            .SingleOrDefaultAsync(x => x.UnitId == submitted.UnitId, context.CancellationToken);
        member?.MarkSubmitted(submitted.Round, submitted.Revision);
    }
}
