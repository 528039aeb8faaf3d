using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Surveys;

/// <summary>Survey leaves that no survey has a question for, in the groups where a survey is held: they would get no points.</summary>
public static class GetCoverage
{
    public sealed record Item(string GroupCode, string LeafCode, string LeafName);

    public sealed record Response(IReadOnlyList<Item> Uncovered);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.AsNoTracking().ReachedBy(user, Permissions.ReadSurveys).SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (campaign is null)
        {
            return TypedResults.NotFound();
        }

        var asked = await db.FindAskedLeavesAsync(id, cancellationToken);
        return TypedResults.Ok(new Response(
        [
            .. from rated in campaign.State.Groups
               where campaign.HoldsSurvey(rated)
               from leaf in Campaign.LeavesOf(rated, PointSource.Survey)
               where !asked.Contains((rated.Code, leaf.Code))
               select new Item(rated.Code, leaf.Code, leaf.Name),
        ]));
    }
}
