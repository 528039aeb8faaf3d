using System.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Surveys;

/// <summary>Lets answers in; the answer has the link of each respondent group.</summary>
public static class OpenSurvey
{
    public sealed record Response(Guid Id, SurveyStatus Status, IReadOnlyList<SurveyLink> Links);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, CurrentUser user, SurveyDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var survey = await db.Surveys.SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        var campaign = survey is null ? null : await db.HoldCampaignAsync(survey.CampaignId, cancellationToken);
        if (survey is null || campaign is null || !user.Covers(campaign.OwnerUnitId, Permissions.RunSurveys))
        {
            return TypedResults.NotFound();
        }

        survey.Follow(campaign);
        survey.Open(clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new Response(survey.Id, survey.Status, SurveyLink.Of(survey)));
    }
}
