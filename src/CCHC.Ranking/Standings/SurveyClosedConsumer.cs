using CCHC.Contracts.Survey;
using CCHC.Ranking.Data;
using MassTransit;

namespace CCHC.Ranking.Standings;

/// <summary>Takes over the points that a survey gave to all rated units.</summary>
public sealed class SurveyClosedConsumer(RankingDbContext db, ILogger<SurveyClosedConsumer> logger) : IConsumer<SurveyClosed>
{
    public async Task Consume(ConsumeContext<SurveyClosed> context)
    {
        var closed = context.Message;
        var standings = await db.LockStandingsAsync(
            closed.CampaignId,
            closed.Results.Select(result => result.UnitId),
            closed.Results.Select(result => result.LeafCode),
            context.CancellationToken);
        var byUnit = standings.ToDictionary(standing => standing.UnitId);
        foreach (var result in closed.Results)
        {
            byUnit[result.UnitId].Leaf(result.LeafCode).Survey(closed.SurveyId, closed.Revision, result.Points, result.Answers, result.StandardError);
        }

        await db.SaveChangesAsync(context.CancellationToken);
        logger.LogInformation(
            "Survey {SurveyId} closed, revision {Revision}: points for {Count} units", closed.SurveyId, closed.Revision, standings.Count);
    }
}
