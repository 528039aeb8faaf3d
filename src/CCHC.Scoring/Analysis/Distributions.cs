namespace CCHC.Scoring.Analysis;

/// <summary>How the units of a group did in a criterion, as shares of its maximum from 0 to 1, unrounded: the five lines of a box plot, and the mean.</summary>
/// <param name="Code">Of the criterion.</param>
/// <param name="Units">How many units the figures are about.</param>
/// <param name="Minimum">The lowest share.</param>
/// <param name="LowerQuartile">Of type 7, as <see cref="Distributions.Quantile"/>.</param>
/// <param name="Median">Likewise.</param>
/// <param name="UpperQuartile">Likewise.</param>
/// <param name="Maximum">The highest share.</param>
/// <param name="Mean">The simple mean.</param>
public sealed record CriterionDistribution(
    string Code, int Units, decimal? Minimum, decimal? LowerQuartile, decimal? Median, decimal? UpperQuartile, decimal? Maximum, decimal? Mean);

/// <summary>How points are spread over the units of a group.</summary>
public static class Distributions
{
    /// <summary>One distribution per criterion, in the order given; its figures are null when it is about no unit.</summary>
    /// <remarks>
    /// A unit's share is its points over its maximum, of those leaves of the criterion that count for it. Bonus and penalty leaves are read only of a
    /// criterion that holds nothing else, each up to its own maximum. A unit is left out where no leaf counts or an ordinary one is not scored yet.
    /// </remarks>
    /// <param name="group">The units and their rules.</param>
    /// <param name="criteria">Leaves, criteria or fields.</param>
    /// <exception cref="ArgumentException">A criterion has no leaf, or one that no unit has.</exception>
    public static IReadOnlyList<CriterionDistribution> Compute(AnalysedGroup group, IReadOnlyList<AnalysedCriterion> criteria) =>
        [.. criteria.Select(criterion => Compute(group, criterion))];

    /// <summary>The quantile of type 7 of Hyndman &amp; Fan, The American Statistician 50 (1996) 361: linear between the values at 1 + (n − 1) · share.</summary>
    /// <remarks>What R's <c>quantile</c>, NumPy and Excel's QUARTILE.INC give.</remarks>
    /// <param name="ascending">At least one value, from low to high.</param>
    /// <param name="share">0 to 1; 0.25 for the lower quartile.</param>
    /// <exception cref="ArgumentException">There are no values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share lies outside 0 to 1.</exception>
    public static decimal Quantile(IReadOnlyList<decimal> ascending, decimal share)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        if (ascending.Count == 0)
        {
            throw new ArgumentException("There is no quantile of nothing.", nameof(ascending));
        }

        var position = (ascending.Count - 1) * share;
        var below = (int)decimal.Floor(position);
        return position == below ? ascending[below] : ascending[below] + ((position - below) * (ascending[below + 1] - ascending[below]));
    }

    private static CriterionDistribution Compute(AnalysedGroup group, AnalysedCriterion criterion)
    {
        var codes = criterion.LeavesOf(group);
        var ordinary = codes.Any(code => group.Leaves[code].Kind == LeafKind.Ordinary);
        var shares = new List<decimal>(group.Units.Count);
        foreach (var unit in group.Units)
        {
            var leaves = unit.Leaves.Where(leaf => codes.Contains(leaf.Code) && group.Counts(leaf) && (!ordinary || leaf.Kind == LeafKind.Ordinary)).ToList();
            var max = leaves.Sum(leaf => leaf.Max);
            if (max > 0 && !(ordinary && leaves.Exists(leaf => leaf.Points is null)))
            {
                shares.Add(leaves.Select(leaf => leaf.Achieved).Order().Sum() / max);
            }
        }

        shares.Sort();
        return shares.Count == 0
            ? new CriterionDistribution(criterion.Code, 0, null, null, null, null, null, null)
            : new CriterionDistribution(
                criterion.Code, shares.Count, shares[0], Quantile(shares, 0.25m), Quantile(shares, 0.5m), Quantile(shares, 0.75m), shares[^1], shares.Sum() / shares.Count);
    }
}
