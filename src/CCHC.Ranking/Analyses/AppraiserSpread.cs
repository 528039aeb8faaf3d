using CCHC.Contracts.Criteria;
using CCHC.Scoring;

namespace CCHC.Ranking.Analyses;

/// <summary>How far appraisers differ about the leaves of a group: what members who scored without seeing each other showed, and where none did what the caller supposes.</summary>
/// <param name="Deviations">Standard deviations in points, by leaf, of the appraised leaves on which they do.</param>
/// <param name="Leaves">How many leaves are appraised.</param>
/// <param name="Measured">Those of which independent scores are known.</param>
/// <param name="Opinions">Independent scores that this rests on.</param>
internal sealed record AppraiserSpread(IReadOnlyDictionary<string, double> Deviations, int Leaves, int Measured, int Opinions)
{
    /// <summary>Each leaf's deviation is pooled over the units of the group (<see cref="Agreement.PooledDeviation"/>): what units differ by is not in it.</summary>
    /// <param name="standings">With what Appraisal told of every unit's leaf.</param>
    /// <param name="supposed">For leaves without independent scores, in percent of the maximum.</param>
    public static AppraiserSpread Of(AnalysedStandings standings, decimal supposed)
    {
        var told = standings.Leaves.Values.SelectMany(unit => unit).Where(leaf => leaf.Told is { Opinions: > 1, OpinionDeviation: not null })
            .ToLookup(leaf => leaf.Leaf.Code, leaf => (Judges: leaf.Told!.Opinions!.Value, Deviation: (double)leaf.Told.OpinionDeviation!.Value), StringComparer.Ordinal);
        var appraised = standings.Group.CriteriaSet.Leaves().Where(leaf => leaf.Leaf!.Source == PointSource.Appraised).ToList();
        var measured = appraised.Where(leaf => told.Contains(leaf.Code)).ToList();
        return new AppraiserSpread(
            appraised.Select(leaf => (leaf.Code, Deviation: Agreement.PooledDeviation([.. told[leaf.Code]]) ?? (double)(leaf.MaxPoints * supposed / 100)))
                .Where(leaf => leaf.Deviation > 0).ToDictionary(leaf => leaf.Code, leaf => leaf.Deviation, StringComparer.Ordinal),
            appraised.Count, measured.Count, measured.Sum(leaf => told[leaf.Code].Sum(unit => unit.Judges)));
    }
}
