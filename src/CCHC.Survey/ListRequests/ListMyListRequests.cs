using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.ListRequests;

/// <summary>What lists are asked of the person's units, and what they have delivered.</summary>
public static class ListMyListRequests
{
    public enum DeliveryState
    {
        Awaited,
        Delivered,

        /// <summary>The lists became a frame: nothing more is taken.</summary>
        Closed,
    }

    public sealed record Item(
        Guid Id, Guid CampaignId, string CampaignName, bool Practice, string Name, string Guidance, DateOnly DueOn, int Wanted, string AskedBy, Guid UnitId, string UnitName, DeliveryState State, bool Late,
        int People, int Duplicates, string? DeliveredBy, DateTimeOffset? DeliveredAt);

    /// <param name="Items">Those that are awaited first, by their last day.</param>
    public sealed record Response(IReadOnlyList<Item> Items);

    public static async Task<Ok<Response>> Handle(CurrentUser user, SurveyDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (mine, now) = (user.UnitIds(Permissions.DeliverLists), clock.GetUtcNow());
        var requests = await db.ListRequests.AsNoTracking().IgnoreAutoIncludes().Include(request => request.Units.Where(unit => mine.Contains(unit.UnitId)))
            .Where(request => request.Units.Any(unit => mine.Contains(unit.UnitId))).ToListAsync(cancellationToken);
        var campaignIds = requests.Select(request => request.CampaignId).ToHashSet();
        var campaigns = await db.Campaigns.AsNoTracking().Where(campaign => campaignIds.Contains(campaign.Id)).ToDictionaryAsync(campaign => campaign.Id, cancellationToken);
        return TypedResults.Ok(new Response(
        [
            .. requests.SelectMany(request => request.Units.Select(unit => new Item(
                request.Id, request.CampaignId, campaigns[request.CampaignId].State.Name, campaigns[request.CampaignId].Practice, request.Name, request.Guidance, request.DueOn, request.Wanted,
                request.AskedBy, unit.UnitId, unit.Name, StateOf(request, unit), request.IsLate(unit, now), unit.People, unit.Duplicates, unit.DeliveredBy, unit.DeliveredAt)))
                .OrderBy(item => item.State).ThenBy(item => item.DueOn).ThenBy(item => item.Id).ThenBy(item => item.UnitName, StringComparer.Ordinal),
        ]));
    }

    private static DeliveryState StateOf(ListRequest request, AskedUnit unit) =>
        request.TakenOverAt is not null ? DeliveryState.Closed : unit.DeliveredAt is not null ? DeliveryState.Delivered : DeliveryState.Awaited;
}
