using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Conflicts;
using CCHC.Ranking.Data;
using CCHC.Ranking.Publications;
using CCHC.Ranking.Standings;
using CCHC.RankingArchive;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Snapshots;

/// <summary>The frozen table for review, with what has changed since it was taken and what it changed.</summary>
public static class GetSnapshot
{
    /// <param name="Withheld">Units with which the caller has a conflict of interest; their groups show neither ranks nor means, for they would give the unit away.</param>
    /// <param name="SinceTaken">What the points would be if they were frozen now, against this snapshot.</param>
    /// <param name="SincePrevious">This snapshot against the one before it; null for the first.</param>
    /// <param name="SincePublished">This snapshot against the public result that it corrects; null where it corrects none.</param>
    public sealed record Response(
        string Campaign, string CampaignName, GetSnapshots.Item Snapshot, IReadOnlyList<Group> Groups, IReadOnlyList<string> Withheld, IReadOnlyList<UnitChange> SinceTaken,
        IReadOnlyList<UnitChange>? SincePrevious, IReadOnlyList<UnitChange>? SincePublished);

    public sealed record Group(string Code, string Name, decimal? Mean, IReadOnlyList<Item> Items);

    public sealed record Item(
        int? Rank, bool Shared, string UnitCode, string UnitName, decimal? Index, decimal Points, decimal MaxPoints, decimal Appraised, decimal Survey, decimal External,
        decimal Bonus, decimal Penalty, string? Class, bool Awarded, string? HeadClass, string? HeadReason);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        string code, int number, RankingDbContext db, CampaignCache campaigns, CurrentUser user, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindCampaignAsync(campaigns, code, user, Permissions.ReadStandings, cancellationToken) is not { } campaign
            || await db.FindSnapshotAsync(campaign.Id, number, cancellationToken) is not { } snapshot)
        {
            return TypedResults.NotFound();
        }

        var now = clock.GetUtcNow();
        var barred = await db.BarredForAsync(campaign, user, cancellationToken);
        var withheld = campaign.Groups.SelectMany(group => group.Units.Where(unit => barred.Contains(unit.UnitId)).Select(unit => (Group: group.Code, unit.Code, unit.Name))).ToList();
        var view = new View([.. withheld.Select(unit => unit.Code)], [.. withheld.Select(unit => unit.Group)]);

        var frozen = await db.ReadSnapshotAsync(snapshot.Id, cancellationToken);
        var previous = await db.Snapshots.Where(x => x.CampaignId == campaign.Id && x.Number < number).OrderByDescending(x => x.Number)
            .Select(x => (Guid?)x.Id).FirstOrDefaultAsync(cancellationToken);
        return TypedResults.Ok(new Response(
            campaign.Code, campaign.Name, GetSnapshots.ToItem(snapshot, user.Id, now), [.. frozen.Groups.Select(view.Of)], [.. withheld.Select(unit => unit.Name)],
            view.Of(UnitChange.Between(frozen, await FrozenResult.FreezeAsync(db, campaign, now, cancellationToken))),
            previous is { } id ? view.Of(UnitChange.Between(await db.ReadSnapshotAsync(id, cancellationToken), frozen)) : null,
            snapshot.Corrects is { } version ? view.Of(UnitChange.Between(await db.ReadPublicationAsync(campaign.Code, version, cancellationToken), frozen)) : null));
    }

    /// <summary>Leaves out what the caller may not see.</summary>
    private sealed record View(HashSet<string> Units, HashSet<string> Groups)
    {
        public Group Of(ArchivedGroup group)
        {
            var open = !Groups.Contains(group.Code);
            var seen = group.Units.Where(unit => !Units.Contains(unit.Code));
            return new Group(
                group.Code, group.Name, open ? group.Mean : null,
                [.. (open ? seen : seen.OrderBy(unit => unit.Code, StringComparer.Ordinal)).Select(unit => ToItem(unit, open))]);
        }

        public IReadOnlyList<UnitChange> Of(IReadOnlyList<UnitChange> changes) =>
        [
            .. changes.Where(change => !Units.Contains(change.UnitCode))
                .Select(change => Groups.Contains(change.GroupCode) ? change with { RankBefore = null, RankAfter = null } : change)
                .Where(change => !Groups.Contains(change.GroupCode) || change.Leaves.Count > 0 || change.IndexBefore != change.IndexAfter || change.HeadClassBefore != change.HeadClassAfter),
        ];

        private static Item ToItem(ArchivedUnit unit, bool ranked)
        {
            var place = unit.Place;
            return new Item(
                ranked ? place.Rank : null, ranked && place.Shared, unit.Code, unit.Name, place.Index, place.Points, place.MaxPoints, place.Appraised, place.Survey, place.External,
                place.Bonus, place.Penalty, place.Class, ranked && place.Awarded, unit.HeadClass, unit.Head?.Reason);
        }
    }
}
