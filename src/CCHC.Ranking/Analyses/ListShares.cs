using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.Scoring;
using CCHC.Scoring.Analysis;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Ranking.Analyses;

/// <summary>Which share of the maximum every unit of a group has reached on every field or leaf: where points were lost, at a glance.</summary>
public static class ListShares
{
    public sealed record Response(
        string Campaign, string CampaignName, string Group, string GroupName, bool Practice, bool Provisional, IReadOnlyList<Criterion> Criteria, IReadOnlyList<Item> Items);

    public sealed record Criterion(string Code, string Name, decimal MaxPoints);

    /// <param name="UnitCode">By rank.</param>
    /// <param name="UnitName">Its name.</param>
    /// <param name="Rank">Null without an index.</param>
    /// <param name="Index">Null for "chưa đủ dữ liệu".</param>
    /// <param name="Shares">In the order of the criteria, 0 to 1; null where nothing applies or a leaf has no points yet.</param>
    public sealed record Item(string UnitCode, string UnitName, int? Rank, decimal? Index, IReadOnlyList<decimal?> Shares);

    /// <param name="by"><c>field</c> or <c>leaf</c>.</param>
    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        string code, string? group, string? by, RankingDbContext db, CampaignCache campaigns, CurrentUser user, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await AnalysedStandings.FindAsync(db, campaigns, user, code, campaign => campaign.GroupOrOnly(group), clock, cancellationToken) is not { } standings)
        {
            return TypedResults.NotFound();
        }

        // Bonuses and penalties have no maximum that was to be reached.
        var ordinary = standings.Group.CriteriaSet.Leaves().Where(leaf => leaf.Leaf!.Kind == LeafKind.Ordinary).Select(leaf => leaf.Code).ToHashSet(StringComparer.Ordinal);
        var criteria = standings.Criteria(byLeaf: by == "leaf").Where(node => node.Criterion.LeafCodes.Any(ordinary.Contains)).ToList();
        var units = standings.Units.Units.ToDictionary(unit => unit.Key, unit => unit.Leaves.Where(leaf => ordinary.Contains(leaf.Code)).ToDictionary(leaf => leaf.Code, StringComparer.Ordinal), StringComparer.Ordinal);
        return TypedResults.Ok(new Response(
            standings.Campaign.Code, standings.Campaign.Name, standings.Group.Code, standings.Group.Name, standings.Campaign.Practice, standings.Provisional,
            [.. criteria.Select(node => new Criterion(node.Criterion.Code, node.Name, node.MaxPoints))],
            [
                .. standings.Units.Places().Select(place => new Item(
                    place.Key, standings.NameOf(place.Key), place.Rank, place.Result.Index, [.. criteria.Select(node => Share(node.Criterion, units[place.Key]))])),
            ]));
    }

    private static decimal? Share(AnalysedCriterion criterion, Dictionary<string, LeafScore> leaves)
    {
        var applicable = criterion.LeafCodes.Select(leaves.GetValueOrDefault).OfType<LeafScore>().Where(leaf => leaf.Applicable).ToList();
        return applicable.Count == 0 || applicable.Exists(leaf => leaf.Points is null) ? null : applicable.Sum(leaf => leaf.Points!.Value) / applicable.Sum(leaf => leaf.Max);
    }
}
