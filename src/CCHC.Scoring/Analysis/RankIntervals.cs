namespace CCHC.Scoring.Analysis;

/// <summary>Where a unit stands when what is uncertain is drawn again and again.</summary>
/// <param name="Key">The unit.</param>
/// <param name="TrueRank">With the points as they are.</param>
/// <param name="Index">Likewise, in percent.</param>
/// <param name="MeanRank">Over all replications.</param>
/// <param name="Rank5">The best rank that is reached or bettered in at least 5 % of the replications.</param>
/// <param name="Rank50">Likewise 50 %: the median.</param>
/// <param name="Rank95">Likewise 95 %.</param>
/// <param name="RankShares">The share of replications at rank 1, 2, … up to the number of units; they sum to 1.</param>
/// <param name="InTop">The share of replications in which the rank is at most the top asked for.</param>
/// <param name="AboveNext">The share in which it stands strictly above the next unit of the list; null for the last.</param>
public sealed record RankInterval(
    string Key, int TrueRank, decimal Index, double MeanRank, int Rank5, int Rank50, int Rank95, IReadOnlyList<double> RankShares, double InTop, double? AboveNext);

/// <summary>How certain a ranking is: a simulation, hence <see cref="double"/>; nothing of it goes back into points or ranks.</summary>
public static class RankIntervals
{
    private const int Chunk = 64;

    /// <summary>Ranks of the units under the uncertainty, in the order of the true ranking; units without an index are left out.</summary>
    /// <remarks>
    /// Each replication draws every uncertain leaf of every unit from a normal distribution around its points, clamped to 0..maximum, and every weight's
    /// factor evenly from 1 ± share; a factor multiplies maximum and points of an ordinary leaf, for all units alike, never bonus or penalty. A leaf with a
    /// survey error and an appraiser's deviation has both, independently. Units drawn equal stand as they truly do, so without uncertainty all is certain.
    /// The same arguments give the same result on every machine, for any number of threads and any order of units and leaves.
    /// Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 7, "uncertainty analysis"; Saisana, Saltelli &amp; Tarantola, Journal of
    /// the Royal Statistical Society A 168 (2005) 307.
    /// </remarks>
    /// <param name="group">The units and their rules.</param>
    /// <param name="uncertainty">What is drawn.</param>
    /// <param name="seed">Any; to be kept with the result.</param>
    /// <param name="replications">How often to draw, 1 to 1 000 000.</param>
    /// <param name="top">For <see cref="RankInterval.InTop"/>, at least 1.</param>
    /// <param name="threads">How many at most; null for one per processor.</param>
    /// <param name="cancellationToken">Ends the simulation between replications.</param>
    /// <exception cref="ArgumentException">The uncertainty names a unit or leaf that is not there, or weighs a leaf twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range, or an error or deviation is not finite.</exception>
    public static IReadOnlyList<RankInterval> Simulate(
        AnalysedGroup group,
        Uncertainty uncertainty,
        long seed,
        int replications = 10_000,
        int top = 5,
        int? threads = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replications, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(replications, 1_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));

        var places = group.Places().Where(place => place.Rank is not null).ToList();
        var model = new RankModel(group, places, uncertainty);
        var total = new RankModel.Tally(places.Count);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads ?? -1, CancellationToken = cancellationToken };
        Parallel.For(
            0,
            (replications + Chunk - 1) / Chunk,
            options,
            () => (Tally: new RankModel.Tally(places.Count), Workspace: new RankModel.Workspace(model)),
            (chunk, _, own) =>
            {
                for (var replication = chunk * Chunk; replication < Math.Min((chunk + 1) * Chunk, replications); replication++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    model.Draw(new RandomStream(seed, replication), own.Workspace, own.Tally);
                }

                return own;
            },
            own =>
            {
                lock (total)
                {
                    total.Add(own.Tally);
                }
            });

        return [.. places.Select((place, unit) => Summarise(place, unit, total, replications, top))];
    }

    private static RankInterval Summarise(UnitPlace place, int unit, RankModel.Tally tally, int replications, int top)
    {
        var counts = tally.RanksOf(unit).ToArray();
        return new RankInterval(
            place.Key,
            place.Rank!.Value,
            place.Result.Index!.Value,
            counts.Select((count, i) => (long)count * (i + 1)).Sum() / (double)replications,
            Quantile(5),
            Quantile(50),
            Quantile(95),
            [.. counts.Select(count => (double)count / replications)],
            (double)counts.Take(top).Sum() / replications,
            unit == counts.Length - 1 ? null : (double)tally.AboveNext[unit] / replications);

        int Quantile(int percent)
        {
            var (rank, reached) = (0, 0L);
            while (reached * 100 < (long)percent * replications)
            {
                reached += counts[rank++];
            }

            return rank;
        }
    }
}
