using CCHC.Contracts.Appraisal;
using CCHC.Criteria.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Campaigns;

/// <summary>Notes in the journal that every unit was appraised in a round, so that home affairs knows that the next step may begin.</summary>
public sealed class AppraisalRoundCompletedConsumer(CriteriaDbContext db) : IConsumer<AppraisalRoundCompleted>
{
    public async Task Consume(ConsumeContext<AppraisalRoundCompleted> context)
    {
        var campaign = await db.Campaigns.SingleOrDefaultAsync(x => x.Id == context.Message.CampaignId, context.CancellationToken);
        campaign?.NoteRoundAppraised(context.Message.Round, context.Message.Units, context.Message.CompletedAt);
    }
}
