using System.ComponentModel.DataAnnotations;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.Scoring;
using CCHC.Scoring.Analysis;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Ranking.Analyses;

/// <summary>How certain the ranks of a group are, given the errors of its surveys, what independent scores say of its appraisers, and what the caller supposes about the others and about weights. Nothing is kept: the seed repeats it.</summary>
public static class SimulateRanks
{
    private const int DefaultTop = 5;

    /// <param name="SurveyErrors">Of how many results the surveys know an error.</param>
    /// <param name="SurveyResults">Of how many there are.</param>
    /// <param name="MeasuredLeaves">On how many leaves independent scores say how far appraisers differ.</param>
    /// <param name="AppraisedLeaves">Of how many that are appraised.</param>
    /// <param name="Opinions">How many independent scores that rests on.</param>
    public sealed record Response(
        string Campaign, string CampaignName, string Group, string GroupName, bool Practice, bool Provisional, decimal Weights, decimal Appraisers, int Replications, long Seed, int Top,
        int SurveyErrors, int SurveyResults, int MeasuredLeaves, int AppraisedLeaves, int Opinions, IReadOnlyList<Item> Items);

    /// <summary>By rank; shares from 0 to 1.</summary>
    /// <param name="Rank5">The best rank of at least 5 % of the replications.</param>
    /// <param name="Rank50">The median.</param>
    /// <param name="Rank95">The rank that at least 95 % reach or better.</param>
    /// <param name="Shares">Of replications at rank 1, 2, ….</param>
    /// <param name="InTop">At the top ranks asked for.</param>
    /// <param name="AboveNext">Strictly above the next unit of the list.</param>
    public sealed record Item(
        string UnitCode, string UnitName, int Rank, decimal Index, double MeanRank, int Rank5, int Rank50, int Rank95, IReadOnlyList<double> Shares, double InTop, double? AboveNext);

    /// <param name="weights">By how many percent of itself the weight of a field may be off either way.</param>
    /// <param name="appraisers">How far appraisers differ about a leaf that nobody scored independently: a standard deviation in percent of its maximum.</param>
    /// <param name="top">Ranks that matter; those that are awarded, or five.</param>
    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        string code, string? group, RankingDbContext db, CampaignCache campaigns, CurrentUser user, TimeProvider clock, CancellationToken cancellationToken,
        [Range(0, 50, ErrorMessage = "Trọng số xê dịch từ 0 đến 50 %.")] decimal weights = 10,
        [Range(0, 25, ErrorMessage = "Chênh lệch giữa những người thẩm định từ 0 đến 25 %.")] decimal appraisers = 0,
        [Range(100, 20_000, ErrorMessage = "Số lần thử từ 100 đến 20.000.")] int replications = 10_000,
        long seed = 1,
        [Range(1, 1_000, ErrorMessage = "Số hạng đầu từ 1 đến 1.000.")] int? top = null)
    {
        if (await AnalysedStandings.FindAsync(db, campaigns, user, code, campaign => campaign.GroupOrOnly(group), clock, cancellationToken) is not { } standings)
        {
            return TypedResults.NotFound();
        }

        // A survey of people drawn by chance knows its error, others do not.
        var surveyed = (
            from unit in standings.Leaves
            from leaf in unit.Value
            where leaf.Leaf.Leaf!.Source == PointSource.Survey && leaf.Points is not null
            select (Unit: unit.Key, leaf.Leaf.Code, leaf.Leaf.MaxPoints, Error: leaf.Told?.SurveyStandardError)).ToList();
        var errors = surveyed.Where(result => result.Error is not null).ToDictionary(result => (result.Unit, result.Code), result => (double)(result.MaxPoints * result.Error!.Value / 100));
        var appraised = AppraiserSpread.Of(standings, appraisers);
        var uncertainty = new Uncertainty
        {
            SurveyErrors = errors,
            AppraiserDeviations = appraised.Deviations,
            WeightShare = (double)weights / 100,
            WeightedTogether = [.. standings.Criteria(byLeaf: false).Select(field => field.Criterion)],
        };
        var ranks = top ?? (standings.Group.Awards > 0 ? standings.Group.Awards : DefaultTop);
        var intervals = RankIntervals.Simulate(standings.Units, uncertainty, seed, replications, ranks, cancellationToken: cancellationToken);
        return TypedResults.Ok(new Response(
            standings.Campaign.Code, standings.Campaign.Name, standings.Group.Code, standings.Group.Name, standings.Campaign.Practice, standings.Provisional, weights, appraisers, replications, seed,
            ranks, errors.Count, surveyed.Count, appraised.Measured, appraised.Leaves, appraised.Opinions,
            [
                .. intervals.Select(unit => new Item(
                    unit.Key, standings.NameOf(unit.Key), unit.TrueRank, unit.Index, unit.MeanRank, unit.Rank5, unit.Rank50, unit.Rank95, unit.RankShares, unit.InTop, unit.AboveNext)),
            ]));
    }
}
