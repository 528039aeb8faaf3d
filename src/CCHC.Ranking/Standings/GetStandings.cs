using CCHC.Contracts.Criteria;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Conflicts;
using CCHC.Ranking.Data;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Standings;

/// <summary>The ranking of a group as of now, for those who work on it; the unpublished rest of the world does not see it.</summary>
public static class GetStandings
{
    /// <param name="RatifiedAt">Since when the council stands by the result; null while it does not.</param>
    /// <param name="Withheld">Units with which the caller has a conflict of interest; while there are any, neither ranks nor the mean are told, for they would give the unit away.</param>
    public sealed record Response(
        string Campaign, string CampaignName, int Year, string Group, string GroupName, bool Practice, bool Provisional, decimal? Mean, DateTimeOffset ComputedAt,
        IReadOnlyList<Item> Items, DateTimeOffset? RatifiedAt, IReadOnlyList<string> Withheld);

    public sealed record Item(
        int? Rank, bool Shared, string UnitCode, string UnitName, decimal? Index, decimal Points, decimal MaxPoints, decimal Appraised, decimal Survey,
        decimal External, decimal Bonus, decimal Penalty, string? Class, StandingStatus Status, IReadOnlyList<string> Missing,
        bool Awarded);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        string code, string? group, RankingDbContext db, CampaignCache campaigns, LiveResults live, CurrentUser user, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var campaign = await campaigns.FindAsync(db, code, cancellationToken);
        if (campaign is null || !user.Covers(campaign.OwnerUnitId, Permissions.ReadStandings))
        {
            return TypedResults.NotFound();
        }

        var ranked = campaign.GroupOrOnly(group);
        if (ranked is null)
        {
            return TypedResults.NotFound();
        }

        return TypedResults.Ok(View(
            await StandingBoard.ReadAsync(db, live, campaign, ranked, clock.GetUtcNow(), cancellationToken), await db.BarredForAsync(campaign, user, cancellationToken), clock.GetUtcNow()));
    }

    /// <summary>What somebody sees who may know nothing of the barred units.</summary>
    internal static Response View(StandingBoard board, IReadOnlySet<Guid> barred, DateTimeOffset now)
    {
        var (campaign, group) = (board.Campaign, board.Group);
        var withheld = group.Units.Where(unit => barred.Contains(unit.UnitId)).ToList();
        var ranks = board.Ranks.ToDictionary(rank => rank.Key, StringComparer.Ordinal);
        var byCode = board.Results.ToDictionary(result => result.Unit.Code, StringComparer.Ordinal);
        return new Response(
            campaign.Code, campaign.Name, campaign.Year, group.Code, group.Name, campaign.Practice,
            board.Results.Any(result => result.Status != StandingStatus.Complete),
            withheld.Count > 0 ? null : IndexCalculator.Mean(board.Results.Select(result => result.Index.Index).OfType<decimal>()),
            now,
            withheld.Count == 0
                ? [.. board.Ranks.Select(rank => ToItem(rank, byCode[rank.Key], group))]
                : [.. board.Results.Where(result => !barred.Contains(result.Unit.UnitId)).Select(result => ToItem(ranks[result.Unit.Code] with { Rank = null, Shared = false }, result, group))],
            board.RatifiedAt,
            [.. withheld.Select(unit => unit.Name)]);
    }

    private static Item ToItem(RankedCandidate rank, UnitResult result, CampaignGroup group)
    {
        var index = result.Index;
        return new Item(
            rank.Rank, rank.Shared, result.Unit.Code, result.Unit.Name, index.Index, index.Points, index.MaxPoints, index.Appraised, index.Survey,
            index.External, index.Bonus, index.Penalty, Classification.Classify(index.Index, group.ClassBands), result.Status,
            index.Missing, rank.Rank <= group.Awards);
    }
}
