using CCHC.Contracts.Criteria;
using CCHC.Survey.Data;
using MassTransit;

namespace CCHC.Survey.Campaigns;

/// <summary>Keeps the copy of the campaign; a stale event changes nothing.</summary>
public sealed class CampaignChangedConsumer(SurveyDbContext db, ILogger<CampaignChangedConsumer> logger) : IConsumer<CampaignChanged>
{
    public async Task Consume(ConsumeContext<CampaignChanged> context)
    {
        var opened = context.Message;
        var campaign = await db.Campaigns.FindAsync([opened.CampaignId], context.CancellationToken);
        var applied = true;
        if (campaign is null)
        {
            db.Campaigns.Add(Campaign.From(opened));
        }
        else
        {
            applied = campaign.Apply(opened);
        }

        await db.SaveChangesAsync(context.CancellationToken);
        logger.LogInformation(
            "Campaign {Code}: {Phase} of round {Round} {Effect}", opened.Code, opened.Phase, opened.Round, applied ? "noted" : "is older than what is known");
    }
}
