using CCHC.Contracts.Criteria;
using CCHC.Survey.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Campaigns;

/// <summary>Deletes a practice copy with its surveys, answers, results, frames, lists and external indices.</summary>
public sealed class CampaignWipedConsumer(SurveyDbContext db, ILogger<CampaignWipedConsumer> logger) : IConsumer<CampaignWiped>
{
    public async Task Consume(ConsumeContext<CampaignWiped> context)
    {
        var (id, cancellationToken) = (context.Message.CampaignId, context.CancellationToken);
        await db.CloseInboxAsync(id, cancellationToken);

        // Whoever is storing a survey, an index or a form is let in first and deleted with the rest; whoever comes later finds nothing.
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM campaign WHERE id = {id} FOR UPDATE", cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM survey WHERE campaign_id = {id} ORDER BY id FOR UPDATE", cancellationToken);
        await db.Submissions.Where(submission => db.Surveys.Any(survey => survey.Id == submission.SurveyId && survey.CampaignId == id)).ExecuteDeleteAsync(cancellationToken);
        var surveys = await db.Surveys.Where(survey => survey.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Frames.Where(frame => frame.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.ListRequests.Where(request => request.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.ExternalIndices.Where(index => index.CampaignId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Campaigns.Where(campaign => campaign.Id == id).ExecuteDeleteAsync(cancellationToken);
        logger.LogInformation("Practice campaign {Campaign} was wiped with {Surveys} surveys", context.Message.Code, surveys);
    }
}
