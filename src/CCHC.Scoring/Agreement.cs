namespace CCHC.Scoring;

/// <summary>Which intraclass correlation of a single rating, after Shrout &amp; Fleiss, Psychological Bulletin 86 (1979) 420.</summary>
public enum IccForm
{
    /// <summary>ICC(1,1): each target has its own judges, so a judge's strictness counts as disagreement; columns have no meaning.</summary>
    OneWay,

    /// <summary>ICC(2,1): the same judges, a sample of many, rate every target; a judge's strictness counts as disagreement.</summary>
    TwoWayRandom,

    /// <summary>ICC(3,1): the same judges, the only ones of interest, rate every target; a judge's constant strictness is forgiven.</summary>
    TwoWayFixed,
}

/// <summary>How grave a disagreement is, from 0 (none) to 1 (the two ends of the scale), for categories i and j of k.</summary>
public enum KappaWeights
{
    /// <summary>1 wherever i ≠ j: Cohen's kappa of 1960, for categories without an order.</summary>
    Unweighted,

    /// <summary>|i − j| / (k − 1).</summary>
    Linear,

    /// <summary>((i − j) / (k − 1))².</summary>
    Quadratic,
}

/// <summary>How well appraisers agree: statistics about points, never points themselves, hence <see cref="double"/>.</summary>
public static class Agreement
{
    /// <summary>Intraclass correlation of single ratings: 1 is perfect agreement, about 0 is chance, below 0 is worse than chance.</summary>
    /// <remarks>
    /// <see cref="IccForm.OneWay"/> is the form for our use, where each item is scored by two members who differ from item to item.
    /// Source: Shrout &amp; Fleiss, Psychological Bulletin 86 (1979) 420–428.
    /// </remarks>
    /// <param name="ratings">A complete table in any one unit, read to eight decimals: a row for each target, a column for each judge.</param>
    /// <param name="form">Who judged what.</param>
    /// <returns>Unrounded; null where undefined: fewer than two targets or judges, or no variance that the form looks at.</returns>
    /// <exception cref="ArgumentException">The rows differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The form is undefined.</exception>
    /// <exception cref="OverflowException">The squares exceed <see cref="decimal"/>, as those of points never do.</exception>
    public static double? Icc(IReadOnlyList<IReadOnlyList<decimal>> ratings, IccForm form)
    {
        if (!Enum.IsDefined(form))
        {
            throw new ArgumentOutOfRangeException(nameof(form), form, "Unknown form.");
        }

        var n = ratings.Count;
        var k = n == 0 ? 0 : ratings[0].Count;
        if (ratings.Any(x => x.Count != k))
        {
            throw new ArgumentException("Every target needs a rating by every judge.", nameof(ratings));
        }

        if (n < 2 || k < 2)
        {
            return null;
        }

        // Sums of squares times n·k, from plain sums. Eight decimals keep their squares exact, so "no variance" is exactly zero even of thirds.
        var x = ratings.Select(row => row.Select(rating => decimal.Round(rating, 8)).ToArray()).ToArray();
        var sum = x.Sum(row => row.Sum());
        var correction = sum * sum;
        var total = (n * k * x.Sum(row => row.Sum(Square))) - correction;
        var targets = (n * x.Sum(row => Square(row.Sum()))) - correction;
        var judges = (k * Enumerable.Range(0, k).Sum(judge => Square(x.Sum(row => row[judge])))) - correction;

        var betweenTargets = (double)targets / (n - 1);
        var withinTargets = (double)(total - targets) / (n * (k - 1));
        var betweenJudges = (double)judges / (k - 1);
        var residual = (double)(total - targets - judges) / ((n - 1) * (k - 1));

        return form switch
        {
            IccForm.OneWay => Quotient(betweenTargets - withinTargets, betweenTargets + ((k - 1) * withinTargets)),
            IccForm.TwoWayRandom => Quotient(
                betweenTargets - residual,
                betweenTargets + ((k - 1) * residual) + (k * (betweenJudges - residual) / n)),
            _ => Quotient(betweenTargets - residual, betweenTargets + ((k - 1) * residual)),
        };
    }

    /// <summary>Agreement of two judges on ordered categories beyond chance: 1 is perfect, 0 is chance, below 0 is worse than chance.</summary>
    /// <remarks>
    /// 1 − observed / expected disagreement, each a weighted sum. Source: Cohen, Psychological Bulletin 70 (1968) 213–220;
    /// unweighted: Cohen, Educational and Psychological Measurement 20 (1960) 37–46.
    /// </remarks>
    /// <param name="pairs">The two judges' categories for each item, from 0 to <paramref name="categories"/> − 1, in any order of items.</param>
    /// <param name="categories">How many categories the scale has, at least 1, used or not.</param>
    /// <param name="weights">How grave a disagreement is.</param>
    /// <returns>Unrounded, at most 1; null where undefined: no pairs, or both judges gave one and the same category throughout.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A category is not on the scale, the scale is empty, or the weights are undefined.</exception>
    public static double? WeightedKappa(IReadOnlyList<(int First, int Second)> pairs, int categories, KappaWeights weights)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(categories, 1);
        if (!Enum.IsDefined(weights))
        {
            throw new ArgumentOutOfRangeException(nameof(weights), weights, "Unknown weights.");
        }

        var first = new long[categories];
        var second = new long[categories];
        var observed = 0L;
        foreach (var (i, j) in pairs)
        {
            if (i < 0 || i >= categories || j < 0 || j >= categories)
            {
                throw new ArgumentOutOfRangeException(nameof(pairs), (i, j), $"Categories go from 0 to {categories - 1}.");
            }

            first[i]++;
            second[j]++;
            observed += Gravity(i, j, weights);
        }

        var used = Enumerable.Range(0, categories);
        var expected = used.Sum(i => used.Sum(j => first[i] * second[j] * Gravity(i, j, weights)));
        return expected == 0 ? null : 1 - ((double)observed * pairs.Count / expected);
    }

    /// <summary>Sample standard deviation of the points that judges gave one target: √(Σ (x − mean)² / (n − 1)).</summary>
    /// <param name="points">One of each judge.</param>
    /// <returns>In the unit of the points, unrounded; null for fewer than two.</returns>
    public static double? Deviation(IReadOnlyCollection<decimal> points)
    {
        if (points.Count < 2)
        {
            return null;
        }

        var mean = points.Average();
        return Math.Sqrt((double)(points.Sum(x => Square(x - mean)) / (points.Count - 1)));
    }

    /// <summary>
    /// How far one judge is from another about the same target, over many targets: √(Σ (nᵤ − 1) sᵤ² / Σ (nᵤ − 1)) for the nᵤ judges of target u, whose points
    /// deviate by sᵤ. What the targets themselves differ by is not in it. It is the square root of the within-groups mean square of a one-way analysis of variance.
    /// </summary>
    /// <param name="targets">How many judged each, from 1, and the <see cref="Deviation"/> of their points; who was judged once adds nothing.</param>
    /// <returns>Unrounded; null where nobody was judged twice.</returns>
    public static double? PooledDeviation(IReadOnlyCollection<(int Judges, double Deviation)> targets)
    {
        var freedom = targets.Sum(target => target.Judges - 1);
        return freedom == 0 ? null : Math.Sqrt(targets.Sum(target => (target.Judges - 1) * target.Deviation * target.Deviation) / freedom);
    }

    // Without the division by k − 1, which cancels out.
    private static long Gravity(int i, int j, KappaWeights weights) => weights switch
    {
        KappaWeights.Linear => Math.Abs((long)i - j),
        KappaWeights.Quadratic => ((long)i - j) * ((long)i - j),
        _ => i == j ? 0 : 1,
    };

    private static decimal Square(decimal x) => x * x;

    private static double? Quotient(double numerator, double denominator) => denominator == 0 ? null : numerator / denominator;
}
