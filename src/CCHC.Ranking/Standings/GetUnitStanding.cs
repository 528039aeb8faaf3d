using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Conflicts;
using CCHC.Ranking.Data;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Standings;

/// <summary>Where a unit's points come from, leaf by leaf, as of now.</summary>
public static class GetUnitStanding
{
    public sealed record Response(
        string Campaign, string CampaignName, string Group, string GroupName, bool Practice, string UnitCode, string UnitName, decimal? Index, decimal Points,
        decimal MaxPoints, StandingStatus Status, IReadOnlyList<Leaf> Leaves,
        IReadOnlyList<LastYear.Figures> LastYear);

    /// <param name="Code">The leaf.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="FieldCode">The field whose appraiser judges it.</param>
    /// <param name="Source">Which of the points count.</param>
    /// <param name="Kind">Inside or outside the 100.</param>
    /// <param name="MaxPoints">Its maximum.</param>
    /// <param name="Applicable">Whether it is in the unit's maximum.</param>
    /// <param name="Points">The points that count.</param>
    /// <param name="Final">Nobody is expected to score it any more.</param>
    /// <param name="SelfPoints">The unit's own.</param>
    /// <param name="AppraisedPoints">The council's.</param>
    /// <param name="SurveyPoints">The survey's.</param>
    /// <param name="ExternalPoints">Measured elsewhere.</param>
    /// <param name="Round">Of the appraisal.</param>
    /// <param name="Reason">Of the appraisal.</param>
    public sealed record Leaf(
        string Code, string Name, string FieldCode, PointSource Source, LeafKind Kind, decimal MaxPoints, bool Applicable, decimal? Points, bool Final,
        decimal? SelfPoints, decimal? AppraisedPoints, decimal? SurveyPoints, decimal? ExternalPoints, int? Round, string? Reason);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        string code, string unitCode, RankingDbContext db, CampaignCache campaigns, CurrentUser user, TimeProvider clock, CancellationToken cancellationToken)
    {
        var campaign = await campaigns.FindAsync(db, code, cancellationToken);
        if (campaign is null || !user.Covers(campaign.OwnerUnitId, Permissions.ReadStandings)
            || await db.FindShownUnitAsync(campaign, unitCode, user, cancellationToken) is not var (group, unit))
        {
            return TypedResults.NotFound();
        }

        var standings = await db.LeafStandings.AsNoTracking()
            .Where(leaf => leaf.CampaignId == campaign.Id && leaf.UnitId == unit.UnitId)
            .ToDictionaryAsync(leaf => leaf.LeafCode, StringComparer.Ordinal, cancellationToken);
        var leaves = group.CriteriaSet.Leaves()
            .Select(leaf => LeafResult.Of(leaf, standings.GetValueOrDefault(leaf.Code), campaign.HoldsSurvey(group)))
            .ToArray();
        var result = UnitResult.Of(unit, leaves, campaign, group);
        var lastYear = await LastYear.ReadAsync(db, campaign, [unit], clock.GetUtcNow(), cancellationToken);
        return TypedResults.Ok(new Response(
            campaign.Code, campaign.Name, group.Code, group.Name, campaign.Practice, unit.Code, unit.Name, result.Index.Index, result.Index.Points, result.Index.MaxPoints,
            result.Status,
            [.. leaves.Select(leaf => ToLeaf(leaf, standings.GetValueOrDefault(leaf.Leaf.Code)))],
            lastYear.Of(unit)));
    }

    private static Leaf ToLeaf(LeafResult result, LeafStanding? standing) => new(
        result.Leaf.Code, result.Leaf.Name, result.Leaf.Leaf!.FieldCode, result.Leaf.Leaf.Source, result.Leaf.Leaf.Kind, result.Leaf.MaxPoints,
        result.Applicable, result.Points, result.Final, standing?.SelfPoints, standing?.AppraisedPoints, standing?.SurveyPoints,
        standing?.ExternalPoints, standing?.AppraisedPoints is null ? null : standing.AppraisalRound, standing?.AppraisalReason);
}
