using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Surveys;

/// <summary>The groups where a survey is held, with the leaves that questions may be tied to.</summary>
public static class ListSurveyLeaves
{
    public sealed record LeafItem(string Code, string Name, decimal MaxPoints, string? Question);

    public sealed record GroupItem(string Code, string Name, int Units, IReadOnlyList<LeafItem> Leaves);

    public sealed record Response(IReadOnlyList<GroupItem> Groups);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.AsNoTracking().ReachedBy(user, Permissions.ReadSurveys).SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        return campaign is null
            ? TypedResults.NotFound()
            : TypedResults.Ok(new Response(
            [
                .. campaign.State.Groups.Where(campaign.HoldsSurvey).Select(group => new GroupItem(
                    group.Code, group.Name, group.Units.Count,
                    [.. Campaign.LeavesOf(group, PointSource.Survey).Select(leaf => new LeafItem(leaf.Code, leaf.Name, leaf.MaxPoints, leaf.Leaf!.SurveyQuestion))])),
            ]));
    }
}
