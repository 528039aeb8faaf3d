using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.ExternalIndices;

/// <summary>Every revision of a campaign's external indices, the latest of a unit and leaf first; none of a campaign of another government.</summary>
public static class ListExternalIndices
{
    public sealed record Item(Guid UnitId, string LeafCode, int Revision, decimal Percentage, decimal Points, string Evidence, DateTimeOffset RecordedAt);

    public sealed record Response(IReadOnlyList<Item> Items, int Total);

    public static async Task<Ok<Response>> Handle(Guid campaignId, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var campaigns = db.Campaigns.ReachedBy(user, Permissions.ReadSurveys);
        var items = await db.ExternalIndices
            .Where(index => index.CampaignId == campaignId && campaigns.Any(campaign => campaign.Id == campaignId))
            .OrderBy(index => index.LeafCode).ThenBy(index => index.UnitId).ThenByDescending(index => index.Revision)
            .Select(index => new Item(index.UnitId, index.LeafCode, index.Revision, index.Percentage, index.Points, index.Evidence, index.RecordedAt))
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new Response(items, items.Count));
    }
}
