using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.Scoring.Analysis;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Ranking.Analyses;

/// <summary>What each criterion does in the ranking of a group: how the points are spread, what it weighs in effect, and what happens without it.</summary>
public static class AnalyseStandings
{
    /// <param name="Units">How many have an index.</param>
    public sealed record Response(string Campaign, string CampaignName, string Group, string GroupName, bool Practice, bool Provisional, int Units, IReadOnlyList<Item> Items);

    /// <param name="Code">Of a field or a leaf.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="MaxPoints">Its maximum.</param>
    /// <param name="Spread">Shares of the maximum, 0 to 1.</param>
    /// <param name="Nominal">Share of the maximum of the set, 0 to 1.</param>
    /// <param name="Effective">Share of the variance of the index, null when there is none.</param>
    /// <param name="Correlation">With the index, −1 to 1.</param>
    /// <param name="MeanShift">Of ranks without it.</param>
    /// <param name="LargestShift">Likewise.</param>
    /// <param name="KendallTau">Of the rankings with and without it.</param>
    /// <param name="Moves">The units whose rank would be another one without it.</param>
    public sealed record Item(
        string Code, string Name, decimal MaxPoints, Spread? Spread, double Nominal, double? Effective, double? Correlation, double? MeanShift, int? LargestShift, double? KendallTau,
        IReadOnlyList<Move> Moves);

    public sealed record Spread(int Units, decimal Minimum, decimal LowerQuartile, decimal Median, decimal UpperQuartile, decimal Maximum, decimal Mean);

    public sealed record Move(string UnitCode, string UnitName, int Rank, int? Without);

    /// <param name="by"><c>field</c> or <c>leaf</c>.</param>
    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        string code, string? group, string? by, RankingDbContext db, CampaignCache campaigns, CurrentUser user, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await AnalysedStandings.FindAsync(db, campaigns, user, code, campaign => campaign.GroupOrOnly(group), clock, cancellationToken) is not { } standings)
        {
            return TypedResults.NotFound();
        }

        var nodes = standings.Criteria(byLeaf: by == "leaf");
        var criteria = nodes.ConvertAll(node => node.Criterion);
        var (spreads, weights, dropped) = (
            Distributions.Compute(standings.Units, criteria), EffectiveWeights.Compute(standings.Units, criteria), DroppedCriteria.Compute(standings.Units, criteria));
        return TypedResults.Ok(new Response(
            standings.Campaign.Code, standings.Campaign.Name, standings.Group.Code, standings.Group.Name, standings.Campaign.Practice,
            standings.Provisional, standings.Units.Places().Count(place => place.Rank is not null),
            [
                .. nodes.Select((node, i) => new Item(
                    node.Criterion.Code, node.Name, node.MaxPoints, ToSpread(spreads[i]), weights[i].Nominal, weights[i].Effective, weights[i].Correlation,
                    dropped[i].MeanShift, dropped[i].LargestShift, dropped[i].KendallTau,
                    [.. dropped[i].Units.Where(unit => unit.Rank != unit.TrueRank).Select(unit => new Move(unit.Key, standings.NameOf(unit.Key), unit.TrueRank, unit.Rank))])),
            ]));
    }

    private static Spread? ToSpread(CriterionDistribution spread) => spread is { Minimum: { } minimum, LowerQuartile: { } lower, Median: { } median, UpperQuartile: { } upper, Maximum: { } maximum, Mean: { } mean }
        ? new Spread(spread.Units, minimum, lower, median, upper, maximum, mean)
        : null;
}
