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

    /// <summary>Standard errors that surveys told, in points, by unit and leaf; a survey of chance-drawn people only has them.</summary>
    public required IReadOnlyDictionary<(string UnitCode, string LeafCode), double> SurveyErrors { get; init; }

    /// <summary>How many points of surveys count.</summary>
    public required int SurveyResults { get; init; }

    /// <summary>Null where the caller finds no such group, and where it has a conflict of interest with any unit: an analysis would give that unit away.</summary>
    public static async Task<AnalysedStandings?> FindAsync(
        RankingDbContext db, CampaignCache campaigns, CurrentUser user, string code, Func<Campaign, CampaignGroup?> groupOf, TimeProvider clock, CancellationToken cancellationToken)
    {
        var campaign = await campaigns.FindAsync(db, code, cancellationToken);
        if (campaign is null || !user.Covers(campaign.OwnerUnitId, StandingEndpoints.Staff) || groupOf(campaign) is not { } group)
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
        var surveyed = (from unit in @group.Units from leaf in leaves[unit.UnitId] where leaf.Leaf.Leaf!.Source == PointSource.Survey && leaf.Points is not null select (Unit: unit.Code, Leaf: leaf)).ToList();
        return new AnalysedStandings(campaign, group, analysed, leaves.Values.Any(unit => unit.Any(leaf => !leaf.Final)))
        {
            Leaves = group.Units.ToDictionary(unit => unit.Code, unit => leaves[unit.UnitId], StringComparer.Ordinal),
            SurveyResults = surveyed.Count,
            SurveyErrors = surveyed.Where(result => result.Leaf.Told?.SurveyStandardError is not null)
                .ToDictionary(result => (result.Unit, result.Leaf.Leaf.Code), result => (double)(result.Leaf.Leaf.MaxPoints * result.Leaf.Told!.SurveyStandardError!.Value / 100)),
        };
    }

    public string NameOf(string unitCode) => Group.Units.First(unit => unit.Code == unitCode).Name;
}
