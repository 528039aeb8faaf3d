using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Conflicts;
using CCHC.Ranking.Data;
using CCHC.Ranking.Snapshots;
using CCHC.Ranking.Standings;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Ranking.Heads;

/// <summary>The class of every unit of a group as things stand, and that of its head with what was decided about it.</summary>
public static class ListHeads
{
    /// <param name="Classes">Of the group, the best first; empty where it has none.</param>
    /// <param name="Withheld">Units with which the caller has a conflict of interest.</param>
    public sealed record Response(
        string Campaign, string CampaignName, string Group, string GroupName, IReadOnlyList<string> Classes, IReadOnlyList<string> Withheld, IReadOnlyList<Item> Items);

    /// <param name="UnitCode">In the campaign's order.</param>
    /// <param name="UnitName">Its name.</param>
    /// <param name="Index">In percent; null while data are missing.</param>
    /// <param name="Class">Of the unit.</param>
    /// <param name="HeadClass">Of its head; null while the unit has no index.</param>
    /// <param name="Decisions">The newest first.</param>
    public sealed record Item(string UnitCode, string UnitName, decimal? Index, string? Class, string? HeadClass, IReadOnlyList<Decision> Decisions);

    /// <param name="Class">Null for that of the unit.</param>
    public sealed record Decision(string? Class, string Reason, string DecidedBy, DateTimeOffset DecidedAt);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        string code, string? group, RankingDbContext db, CampaignCache campaigns, LiveResults live, CurrentUser user, CancellationToken cancellationToken)
    {
        if (await db.FindCampaignAsync(campaigns, code, user, Permissions.ReadResults, cancellationToken) is not { } campaign || campaign.GroupOrOnly(group) is not { } chosen)
        {
            return TypedResults.NotFound();
        }

        var barred = await db.BarredForAsync(campaign, user, cancellationToken);
        var decisions = await db.HeadDecisionsAsync(campaign.Id, cancellationToken);
        var results = await live.GetAsync(db, campaign, chosen, cancellationToken);
        return TypedResults.Ok(new Response(
            campaign.Code, campaign.Name, chosen.Code, chosen.Name, [.. chosen.ClassBands.OrderByDescending(band => band.Threshold).Select(band => band.Name)],
            [.. chosen.Units.Where(unit => barred.Contains(unit.UnitId)).Select(unit => unit.Name)],
            [.. results.Where(result => !barred.Contains(result.Unit.UnitId)).Select(result => ToItem(result, chosen.ClassBands, [.. decisions[result.Unit.UnitId]]))]));
    }

    private static Item ToItem(UnitResult result, IReadOnlyList<ClassBand> bands, IReadOnlyList<HeadDecision> decisions)
    {
        var index = result.Index.Index;
        var unitClass = Classification.Classify(index, bands);
        return new Item(
            result.Unit.Code, result.Unit.Name, index, unitClass, decisions.Holding(index, unitClass)?.Class ?? unitClass,
            [.. decisions.Select(decision => new Decision(decision.Class, decision.Reason, decision.DecidedByName, decision.DecidedAt))]);
    }
}
