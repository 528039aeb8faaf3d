using CCHC.Contracts.Criteria;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Conflicts;
using CCHC.Ranking.Data;
using CCHC.Ranking.Standings;
using CCHC.Scoring;
using CCHC.Scoring.Analysis;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Ranking.Analyses;

/// <summary>The standings of a group as analyses take them: the points that count now, whoever gave them.</summary>
/// <param name="Campaign">Of the group.</param>
/// <param name="Group">Its definition.</param>
/// <param name="Units">With their points, keyed by code.</param>
/// <param name="Provisional">Some of the points are the unit's own only, or missing.</param>
internal sealed record AnalysedStandings(Campaign Campaign, CampaignGroup Group, AnalysedGroup Units, bool Provisional)
{
    /// <summary>By unit code, in reading order.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<LeafResult>> Leaves { get; init; }

    /// <summary>Null where the caller finds no such group, and where it has a conflict of interest with any unit: an analysis would give that unit away.</summary>
    public static async Task<AnalysedStandings?> FindAsync(
        RankingDbContext db, CampaignCache campaigns, CurrentUser user, string code, Func<Campaign, CampaignGroup?> groupOf, TimeProvider clock, CancellationToken cancellationToken)
    {
        var campaign = await campaigns.FindAsync(db, code, cancellationToken);
        if (campaign is null || !user.Covers(campaign.OwnerUnitId, Permissions.ReadStandings) || groupOf(campaign) is not { } group)
        {
            return null;
        }

        var barred = await db.BarredForAsync(campaign, user, cancellationToken);
        if (group.Units.Any(unit => barred.Contains(unit.UnitId)))
        {
            return null;
        }

        var leaves = await LiveResults.LeavesAsync(db, campaign, group, group.Units, cancellationToken);
        var lastYear = group.TieBreakers.Contains(TieBreaker.LastYearIndex) ? await LastYear.ReadAsync(db, campaign, group.Units, clock.GetUtcNow(), cancellationToken) : null;
        var analysed = new AnalysedGroup(
            [.. group.Units.Select(unit => new AnalysedUnit(unit.Code, [.. leaves[unit.UnitId].Select(leaf => leaf.ToScore())], lastYear?.IndexOf(unit)))])
        {
            SurveyHeld = campaign.HoldsSurvey(group), BonusCap = group.BonusCap, PenaltyCap = group.PenaltyCap, TieBreakers = group.TieBreakers, Classes = group.ClassBands,
        };
        return new AnalysedStandings(campaign, group, analysed, leaves.Values.Any(unit => unit.Any(leaf => !leaf.Final)))
        {
            Leaves = group.Units.ToDictionary(unit => unit.Code, unit => leaves[unit.UnitId], StringComparer.Ordinal),
        };
    }

    /// <summary>The leaves of the group, or its fields with the maximum of their ordinary leaves.</summary>
    public List<(AnalysedCriterion Criterion, string Name, decimal MaxPoints)> Criteria(bool byLeaf)
    {
        var leaves = Group.CriteriaSet.Leaves().ToList();
        return byLeaf
            ? leaves.ConvertAll(leaf => (AnalysedCriterion.Leaf(leaf.Code), leaf.Name, leaf.MaxPoints))
            :
            [
                .. leaves.GroupBy(leaf => leaf.Leaf!.FieldCode, StringComparer.Ordinal).Select(field => (
                    new AnalysedCriterion(field.Key, [.. field.Select(leaf => leaf.Code)]),
                    Group.CriteriaSet.Nodes.First(node => node.Code == field.Key).Name,
                    field.Where(leaf => leaf.Leaf!.Kind == LeafKind.Ordinary).Sum(leaf => leaf.MaxPoints))),
            ];
    }

    public string NameOf(string unitCode) => Group.Units.First(unit => unit.Code == unitCode).Name;
}
