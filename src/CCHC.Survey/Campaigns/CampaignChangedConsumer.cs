using CCHC.Contracts.Criteria;
using CCHC.ServiceDefaults.Messaging;
using CCHC.Survey.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Campaigns;

/// <summary>Keeps the copy of the campaign, from its draft on; a stale event changes nothing. A practice copy that has opened is given figures.</summary>
public sealed class CampaignChangedConsumer(SurveyDbContext db, IEventPublisher events, TimeProvider clock, ILogger<CampaignChangedConsumer> logger) : IConsumer<CampaignChanged>
{
    public async Task Consume(ConsumeContext<CampaignChanged> context)
    {
        var changed = context.Message;
        var campaign = await db.Campaigns.FromSql($"SELECT * FROM campaign WHERE id = {changed.CampaignId} FOR UPDATE").SingleOrDefaultAsync(context.CancellationToken);
        var applied = true;
        if (campaign is null)
        {
            campaign = Campaign.From(changed);
            db.Campaigns.Add(campaign);
        }
        else
        {
            applied = campaign.Apply(changed);
        }

        if (campaign.LacksMadeUpFigures)
        {
            await MadeUpFigures.AddAsync(campaign, db, events, clock.GetUtcNow(), context.CancellationToken);
            campaign.NoteMadeUpFigures();
        }

        await db.SaveChangesAsync(context.CancellationToken);
        logger.LogInformation(
            "Campaign {Code}: {Phase} of round {Round} {Effect}", changed.Code, changed.Phase, changed.Round, applied ? "noted" : "is older than what is known");
    }
}
