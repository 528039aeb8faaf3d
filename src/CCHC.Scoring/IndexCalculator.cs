namespace CCHC.Scoring;

/// <summary>From leaves to the index of a unit, and from indices to the mean of a group.</summary>
public static class IndexCalculator
{
    /// <summary>index % = (points + bonus − penalty) / maximum applicable to the unit × 100.</summary>
    /// <remarks>
    /// Published proof of the denominator: Thanh Hóa 2023 (QĐ 600/QĐ-UBND), 68.32 points of 84 applicable → 81.33 %.
    /// Bonus and penalty stay outside the maximum and are never "missing". Points outside 0..Max count as the nearer bound.
    /// The order of the leaves does not matter, not even in the last decimal.
    /// </remarks>
    /// <param name="leaves">All leaves of the unit's criteria set.</param>
    /// <param name="surveyHeld">False takes survey leaves out of the maximum, so the rest is rescaled to 100 (Hà Nội's rule).</param>
    /// <param name="bonusCap">Most that all bonus leaves together may add; null leaves each leaf's own maximum.</param>
    /// <param name="penaltyCap">Most that all penalty leaves together may take, a positive number; null likewise.</param>
    public static UnitIndex Compute(IEnumerable<LeafScore> leaves, bool surveyHeld = true, decimal? bonusCap = null, decimal? penaltyCap = null)
    {
        var applicable = leaves.Where(x => x.Applicable).ToList();
        var ordinary = applicable.Where(x => x.Kind == LeafKind.Ordinary && (surveyHeld || x.Source != PointSource.Survey)).ToList();

        var appraised = Sum(ordinary.Where(x => x.Source == PointSource.Appraised));
        var survey = Sum(ordinary.Where(x => x.Source == PointSource.Survey));
        var external = Sum(ordinary.Where(x => x.Source == PointSource.External));
        var bonus = Capped(Sum(applicable.Where(x => x.Kind == LeafKind.Bonus)), bonusCap);
        var penalty = Capped(Sum(applicable.Where(x => x.Kind == LeafKind.Penalty)), penaltyCap);

        var points = appraised + survey + external + bonus - penalty;
        var max = ordinary.Sum(x => x.Max);
        var missing = ordinary.Where(x => x.Points is null).Select(x => x.Code).ToList();
        decimal? index = missing.Count == 0 && max > 0 ? points * 100 / max : null;

        return new UnitIndex(points, max, index, appraised, survey, external, bonus, penalty, missing, missing.Count == 0);
    }

    /// <summary>The simple mean of unrounded indices, in percent, itself unrounded; null for none. Show it through <see cref="Round2"/>.</summary>
    public static decimal? Mean(IEnumerable<decimal> indices)
    {
        var sorted = indices.Order().ToList();
        return sorted.Count == 0 ? null : sorted.Sum() / sorted.Count;
    }

    /// <summary>Two decimals, half away from zero, as results are published; for showing, never for ranking.</summary>
    public static decimal Round2(decimal value) => decimal.Round(value, 2, MidpointRounding.AwayFromZero);

    private static decimal Capped(decimal sum, decimal? cap) => Math.Min(sum, cap ?? sum);

    // Thirds fill all 28 digits, so a sum can depend on the order of its terms: fix the order.
    private static decimal Sum(IEnumerable<LeafScore> leaves) => leaves.Select(leaf => leaf.Achieved).Order().Sum();
}
