using CCHC.Ranking.Data;
using CCHC.Ranking.Remediation.Items;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Remediation;

/// <summary>Index, rank and class of every unit as published, if every target is met, and as reported so far; everything else unchanged.</summary>
public static class GetForecast
{
    public sealed record Response(Guid Id, IReadOnlyList<Group> Groups);

    public sealed record Group(string Code, string Name, decimal? PublishedMean, decimal? MetMean, decimal? ReportedMean, IReadOnlyList<Unit> Units);

    public sealed record Unit(string Code, string Name, Place Published, Place Met, Place Reported);

    /// <param name="Index">Unrounded; null where the unit has not been scored completely.</param>
    /// <param name="Rank">Within the group.</param>
    /// <param name="Shared">Another unit has the same rank.</param>
    /// <param name="Class">By the campaign's classes.</param>
    /// <param name="Points">Achieved.</param>
    /// <param name="MaxPoints">Applicable.</param>
    public sealed record Place(decimal? Index, int? Rank, bool Shared, string? Class, decimal Points, decimal MaxPoints);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, RankingDbContext db, CancellationToken cancellationToken)
    {
        if (await db.RemediationPlans.AsNoTracking().Include(x => x.Units).ReachedBy(user, Permissions.ReadPlans).SingleOrDefaultAsync(x => x.Id == id, cancellationToken) is not { } plan)
        {
            return TypedResults.NotFound();
        }

        var items = (await db.RemediationItems.AsNoTracking().Where(item => item.PlanId == id).ToListAsync(cancellationToken)).ToDictionary(item => (item.UnitCode, item.CriterionCode));
        return TypedResults.Ok(new Response(id, [.. plan.Groups.Select(group => Of(group, [.. plan.Units.Where(unit => unit.GroupCode == group.Code).OrderBy(unit => unit.Position)], items))]));
    }

    /// <summary>Of the units of one group.</summary>
    internal static Group Of(PlanGroup group, IReadOnlyList<PlanUnit> units, IReadOnlyDictionary<(string UnitCode, string CriterionCode), RemediationItem> items)
    {
        var (published, met, reported) = (Places(item => item.Points), Places(item => item.TargetPoints), Places(item => item.ReportedPoints));
        return new Group(
            group.Code, group.Name, Mean(published), Mean(met), Mean(reported),
            [.. units.Select(unit => new Unit(unit.UnitCode, unit.UnitName, published[unit.UnitCode], met[unit.UnitCode], reported[unit.UnitCode]))]);

        Dictionary<string, Place> Places(Func<RemediationItem, decimal> points)
        {
            var indices = units.ToDictionary(unit => unit.UnitCode, unit => IndexOf(unit, points), StringComparer.Ordinal);
            return CompetitionRanking
                .Rank(
                    units.Select(unit => new RankingCandidate(unit.UnitCode, indices[unit.UnitCode].Index, indices[unit.UnitCode].Appraised, indices[unit.UnitCode].Survey, unit.LastYearIndex)),
                    group.TieBreakers)
                .ToDictionary(rank => rank.Key, rank => new Place(
                    rank.Index, rank.Rank, rank.Shared, Classification.Classify(rank.Index, group.ClassBands), indices[rank.Key].Points, indices[rank.Key].MaxPoints), StringComparer.Ordinal);
        }

        UnitIndex IndexOf(PlanUnit unit, Func<RemediationItem, decimal> points)
        {
            var index = IndexCalculator.Compute(
                unit.Leaves.Select(leaf =>
                {
                    var criterion = group.Criterion(leaf.Code);
                    decimal? value = items.TryGetValue((unit.UnitCode, leaf.Code), out var item) ? Math.Abs(points(item)) : leaf.Points; // a penalty's item counts below 0
                    return new LeafScore(leaf.Code, criterion.Kind, criterion.Source, leaf.MaxPoints, value, leaf.Applicable);
                }), bonusCap: group.BonusCap, penaltyCap: group.PenaltyCap);
            return unit.Index is null ? index with { Index = null } : index; // a unit published without an index has none here either
        }
    }

    private static decimal? Mean(Dictionary<string, Place> places) => IndexCalculator.Mean(places.Values.Select(place => place.Index).OfType<decimal>());
}
