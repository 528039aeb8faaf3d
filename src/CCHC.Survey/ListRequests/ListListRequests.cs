using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.ListRequests;

/// <summary>The board of a campaign: what was asked of which unit, and what has come; never who is on the lists.</summary>
public static class ListListRequests
{
    public sealed record UnitItem(
        Guid UnitId, string Code, string Name, string GroupCode, string GroupName, int People, int Duplicates, string? DeliveredBy, DateTimeOffset? DeliveredAt, bool Late);

    public sealed record Item(
        Guid Id, string Name, string Guidance, DateOnly DueOn, int Wanted, string AskedBy, DateTimeOffset AskedAt, DateTimeOffset? TakenOverAt, string? TakenOverBy, Guid? FrameId,
        IReadOnlyList<UnitItem> Units);

    /// <param name="Items">The latest first.</param>
    /// <param name="Units">Whom the campaign can ask.</param>
    public sealed record Response(Guid CampaignId, IReadOnlyList<Item> Items, IReadOnlyList<AskableUnit> Units);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, SurveyDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.Campaigns.AsNoTracking().ReachedBy(user, Permissions.ReadSamples).SingleOrDefaultAsync(campaign => campaign.Id == id, cancellationToken) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        var now = clock.GetUtcNow();
        var requests = await db.ListRequests.AsNoTracking().Where(request => request.CampaignId == id).OrderByDescending(request => request.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(id,
        [
            .. requests.Select(request => new Item(
                request.Id, request.Name, request.Guidance, request.DueOn, request.Wanted, request.AskedBy, request.AskedAt, request.TakenOverAt, request.TakenOverBy, request.FrameId,
                [
                    .. request.Units.OrderBy(unit => unit.GroupCode, StringComparer.Ordinal).ThenBy(unit => unit.Code, StringComparer.Ordinal).Select(unit => new UnitItem(
                        unit.UnitId, unit.Code, unit.Name, unit.GroupCode, unit.GroupName, unit.People, unit.Duplicates, unit.DeliveredBy, unit.DeliveredAt, request.IsLate(unit, now))),
                ])),
        ], AskableUnit.Of(campaign)));
    }
}
