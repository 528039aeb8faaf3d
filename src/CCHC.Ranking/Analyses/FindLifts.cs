using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.Scoring.Analysis;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Ranking.Analyses;

/// <summary>The fewest leaves that would lift a unit by a rank, and by a class, while all others stay where they are.</summary>
public static class FindLifts
{
    private const int Most = 10;

    public sealed record Response(string UnitCode, string UnitName, Lifts ToNextRank, Lifts ToNextClass);

    /// <param name="Outcome">Whether there are any, and why not.</param>
    /// <param name="Items">All of one size; fewest points first.</param>
    /// <param name="More">There are more of that size than are told.</param>
    public sealed record Lifts(LiftOutcome Outcome, IReadOnlyList<Item> Items, bool More);

    public sealed record Item(IReadOnlyList<Leaf> Leaves, decimal PointsToWin, decimal Index, int Rank, string? Class);

    public sealed record Leaf(string Code, string Name, decimal From, decimal To);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        string code, string unitCode, RankingDbContext db, CampaignCache campaigns, CurrentUser user, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await AnalysedStandings.FindAsync(db, campaigns, user, code, campaign => campaign.FindUnit(unitCode)?.Group, clock, cancellationToken) is not { } standings)
        {
            return TypedResults.NotFound();
        }

        var names = standings.Group.CriteriaSet.Leaves().ToDictionary(leaf => leaf.Code, leaf => leaf.Name, StringComparer.Ordinal);
        return TypedResults.Ok(new Response(
            unitCode, standings.NameOf(unitCode), ToLifts(SmallestLifts.ToNextRank(standings.Units, unitCode, Most), names), ToLifts(SmallestLifts.ToNextClass(standings.Units, unitCode, Most), names)));
    }

    private static Lifts ToLifts(LiftAnswer answer, Dictionary<string, string> names) => new(
        answer.Outcome,
        [.. answer.Lifts.Select(lift => new Item([.. lift.Leaves.Select(leaf => new Leaf(leaf.Code, names[leaf.Code], leaf.From, leaf.To))], lift.PointsToWin, lift.Index, lift.Rank, lift.Class))],
        answer.More);
}
