namespace CCHC.Scoring.Analysis;

/// <summary>What a criterion weighs on paper and in effect.</summary>
/// <param name="Code">Of the criterion.</param>
/// <param name="Nominal">Its maximum over that of all ordinary leaves, 0 to 1; 0 for bonus and penalty, which lie outside the 100.</param>
/// <param name="Effective">The part of the variance of the index that goes with it; may be negative or above 1; null when the index has no variance.</param>
/// <param name="Correlation">Pearson's, of its part of the index with the index, −1 to 1; null where either has no variance.</param>
public sealed record CriterionWeight(string Code, double Nominal, double? Effective, double? Correlation);

/// <summary>Which criteria decide who is above whom; statistics, hence <see cref="double"/>.</summary>
public static class EffectiveWeights
{
    /// <summary>One weight per criterion, in the order given; of criteria that together hold every leaf once, the effective ones sum to 1.</summary>
    /// <remarks>
    /// A criterion's part of a unit's index is its points over the unit's applicable maximum, so that parts sum to the index; where a cap binds, bonus
    /// leaves share what it leaves in proportion, and penalty leaves likewise. Effective weight: covariance of the part with the index over the variance of
    /// the index, after Wang &amp; Stanley, Review of Educational Research 40 (1970) 663. Why it differs from the nominal one: Paruolo, Saisana &amp; Saltelli,
    /// Journal of the Royal Statistical Society A 176 (2013) 609; OECD/JRC, Handbook on Constructing Composite Indicators (2008), steps 6 and 8.
    /// </remarks>
    /// <param name="group">The units and their rules; units without an index are left out.</param>
    /// <param name="criteria">Leaves, criteria or fields; they may overlap, as a field and its leaves do.</param>
    /// <exception cref="ArgumentException">A criterion has no leaf, or one that no unit has.</exception>
    public static IReadOnlyList<CriterionWeight> Compute(AnalysedGroup group, IReadOnlyList<AnalysedCriterion> criteria)
    {
        // The order of the ranking, not of the list given, so that sums of doubles do not depend on the latter.
        var places = group.Places().Where(place => place.Result.Index is not null).ToList();
        var index = places.ConvertAll(place => (double)place.Result.Index!.Value);
        var constant = places.Select(place => place.Result.Index).Distinct().Count() < 2;
        var variance = RankCorrelation.Covariance(index, index);
        var parts = places.ConvertAll(place => Parts(group, place));
        var all = group.Leaves.Values.Where(InOrdinary).Sum(leaf => leaf.Max);
        return [.. criteria.Select(Weigh)];

        bool InOrdinary(LeafScore leaf) => leaf.Kind == LeafKind.Ordinary && group.InSet(leaf);

        CriterionWeight Weigh(AnalysedCriterion criterion)
        {
            var codes = criterion.LeavesOf(group);
            var nominal = all == 0 ? 0 : (double)(codes.Select(code => group.Leaves[code]).Where(InOrdinary).Sum(leaf => leaf.Max) / all);
            var exact = parts.ConvertAll(part => codes.Select(code => part.GetValueOrDefault(code)).Order().Sum());
            var own = exact.ConvertAll(part => (double)part);
            return new CriterionWeight(
                criterion.Code,
                nominal,
                constant ? null : RankCorrelation.Covariance(own, index) / variance,
                constant || exact.Distinct().Count() < 2 ? null : RankCorrelation.Pearson(own, index));
        }
    }

    /// <summary>What each leaf that counts brings to the unit's index, in percentage points.</summary>
    private static Dictionary<string, decimal> Parts(AnalysedGroup group, UnitPlace place)
    {
        var leaves = group.Unit(place.Key).Leaves.Where(group.Counts).ToList();
        var (bonus, penalty) = (Sum(LeafKind.Bonus), Sum(LeafKind.Penalty));
        return leaves.ToDictionary(leaf => leaf.Code, leaf => Share(leaf) * 100 / place.Result.MaxPoints, StringComparer.Ordinal);

        decimal Sum(LeafKind kind) => leaves.Where(leaf => leaf.Kind == kind).Sum(leaf => leaf.Achieved);

        decimal Share(LeafScore leaf) => (leaf.Kind, leaf.Achieved) switch
        {
            (_, 0) => 0,
            (LeafKind.Bonus, var points) => points * place.Result.Bonus / bonus,
            (LeafKind.Penalty, var points) => -points * place.Result.Penalty / penalty,
            (_, var points) => points,
        };
    }
}
