using System.Collections.Concurrent;
using CCHC.Contracts.Criteria;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.Scoring;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Standings;

/// <summary>Results of units as of now; a unit is read and computed again only when something about it was delivered.</summary>
public sealed class LiveResults
{
    private sealed record Known(long Version, int CampaignRevision, UnitResult Result);

    private readonly ConcurrentDictionary<(Guid Campaign, Guid Unit), Known> _known = new();

    /// <summary>One result per unit of the group, in the campaign's order; a unit nobody has told about is there too.</summary>
    public async Task<IReadOnlyList<UnitResult>> GetAsync(
        RankingDbContext db, Campaign campaign, CampaignGroup group, CancellationToken cancellationToken)
    {
        // Versions first: leaves read afterwards can only be newer than their version says, and are then read again next time.
        var units = group.Units.Select(unit => unit.UnitId).ToArray();
        var versions = await db.UnitStandings
            .Where(standing => standing.CampaignId == campaign.Id && units.Contains(standing.UnitId))
            .Select(standing => new { standing.UnitId, standing.Version })
            .ToDictionaryAsync(standing => standing.UnitId, standing => standing.Version, cancellationToken);
        var outdated = group.Units.Where(unit => !IsKnown(campaign, unit, versions.GetValueOrDefault(unit.UnitId))).ToArray();
        if (outdated.Length > 0)
        {
            var points = await PointsAsync(db, campaign, group, outdated, cancellationToken);
            foreach (var unit in outdated)
            {
                _known[(campaign.Id, unit.UnitId)] = new Known(
                    versions.GetValueOrDefault(unit.UnitId), campaign.Revision, UnitResult.Of(unit, points[unit.UnitId], campaign, group));
            }
        }

        return [.. group.Units.Select(unit => _known[(campaign.Id, unit.UnitId)].Result)];
    }

    /// <summary>The leaves of the criteria set for each of the units, in reading order.</summary>
    public static async Task<IReadOnlyDictionary<Guid, IReadOnlyList<LeafResult>>> LeavesAsync(
        RankingDbContext db, Campaign campaign, CampaignGroup group, IReadOnlyCollection<CampaignUnit> units, CancellationToken cancellationToken)
    {
        var ids = units.Select(unit => unit.UnitId).ToArray();
        var standings = await db.LeafStandings.AsNoTracking()
            .Where(leaf => leaf.CampaignId == campaign.Id && ids.Contains(leaf.UnitId))
            .ToListAsync(cancellationToken);
        var byLeaf = standings.ToDictionary(leaf => (leaf.UnitId, leaf.LeafCode));
        var definitions = group.CriteriaSet.Leaves().ToArray();
        return ids.ToDictionary(
            id => id,
            IReadOnlyList<LeafResult> (id) =>
                [.. definitions.Select(leaf => LeafResult.Of(leaf, byLeaf.GetValueOrDefault((id, leaf.Code)), campaign.HoldsSurvey(group)))]);
    }

    /// <summary>Likewise without reasons and files, which a whole province has many of.</summary>
    private static async Task<Dictionary<Guid, LeafResult[]>> PointsAsync(
        RankingDbContext db, Campaign campaign, CampaignGroup group, IReadOnlyCollection<CampaignUnit> units, CancellationToken cancellationToken)
    {
        var ids = units.Select(unit => unit.UnitId).ToArray();
        var (definitions, surveyHeld) = (group.CriteriaSet.Leaves().ToArray(), campaign.HoldsSurvey(group));
        var positions = definitions.Index().ToDictionary(leaf => leaf.Item.Code, leaf => leaf.Index, StringComparer.Ordinal);
        var told = ids.ToDictionary(id => id, _ => new LeafPoints[definitions.Length]);
        var rows = db.LeafStandings
            .Where(leaf => leaf.CampaignId == campaign.Id && ids.Contains(leaf.UnitId))
            .Select(leaf => new
            {
                leaf.UnitId,
                leaf.LeafCode,
                Points = new LeafPoints(leaf.SelfPoints, leaf.SelfApplicable, leaf.AppraisedPoints, leaf.AppraisedApplicable, leaf.SurveyPoints, leaf.ExternalPoints),
            });
        foreach (var row in await rows.ToListAsync(cancellationToken))
        {
            if (positions.TryGetValue(row.LeafCode, out var position))
            {
                told[row.UnitId][position] = row.Points;
            }
        }

        return told.ToDictionary(unit => unit.Key, unit => definitions.Select((leaf, position) => LeafResult.Of(leaf, unit.Value[position], surveyHeld)).ToArray());
    }

    /// <summary>Ranks of the units by code, with the campaign's tie-breakers; a result without an index is listed last, unranked.</summary>
    public static async Task<IReadOnlyList<RankedCandidate>> RankAsync(
        RankingDbContext db, Campaign campaign, CampaignGroup group, IReadOnlyCollection<UnitResult> results, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lastYear = group.TieBreakers.Contains(TieBreaker.LastYearIndex)
            ? await LastYear.ReadAsync(db, campaign, group.Units, now, cancellationToken)
            : null;
        return CompetitionRanking.Rank(
            results.Select(result => new RankingCandidate(
                result.Unit.Code, result.Index.Index, result.Index.Appraised, result.Index.Survey, lastYear?.IndexOf(result.Unit))),
            group.TieBreakers);
    }

    private bool IsKnown(Campaign campaign, CampaignUnit unit, long version) =>
        _known.TryGetValue((campaign.Id, unit.UnitId), out var known) && known.Version == version && known.CampaignRevision == campaign.Revision;
}
