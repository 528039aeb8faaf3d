using System.Data;
using CCHC.Contracts.Identity;
using CCHC.Contracts.Survey;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Messaging;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Surveys;

/// <summary>Ends a survey and turns its answers into points; closing it again only shows them again.</summary>
public static class CloseSurvey
{
    public static async Task<Results<Ok<GetResults.Response>, NotFound>> Handle(
        Guid id, CurrentUser user, SurveyDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        // The lock lets answers that are being stored come in first, and turns away those that come after.
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM survey WHERE id = {id} FOR UPDATE", cancellationToken);
        var survey = await db.Surveys.Include(x => x.Results).AsSplitQuery().SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        var campaign = survey is null
            ? null
            : await db.Campaigns.ReachedBy(user, Roles.HomeAffairs).FindHeadAsync(survey.CampaignId, cancellationToken);
        if (survey is null || campaign is null)
        {
            return TypedResults.NotFound();
        }

        var tallies = await db.Answers
            .Where(answer => answer.SurveyId == id)
            .GroupBy(answer => new { answer.UnitId, answer.QuestionCode, answer.OptionCode })
            .Select(group => new Tally(group.Key.UnitId, group.Key.QuestionCode, group.Key.OptionCode, group.Count()))
            .ToListAsync(cancellationToken);
        if (survey.Close(tallies, clock.GetUtcNow()))
        {
            events.Publish(ToEvent(survey));
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return TypedResults.Ok(GetResults.ToResponse(survey, campaign, user));
    }

    internal static SurveyClosed ToEvent(SurveyCampaign survey) => new()
    {
        SurveyId = survey.Id,
        CampaignId = survey.CampaignId,
        Revision = survey.Revision,
        ClosedAt = survey.ClosedAt!.Value,
        Results =
        [
            .. survey.Results.Select(result => new SurveyedLeaf
            {
                UnitId = result.UnitId,
                LeafCode = result.LeafCode,
                Answers = result.Answers,
                Percentage = result.Percentage,
                Points = result.Points,
            }),
        ],
    };
}
