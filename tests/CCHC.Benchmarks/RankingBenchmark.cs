using CCHC.Scoring;
using CCHC.Scoring.Analysis;

namespace CCHC.Benchmarks;

/// <summary>
/// What a ranking costs: everything computed anew beside one SQL query that does the same, a re-rank after one change, rank intervals, and public
/// reads beside an answer that the gateway gives by itself.
/// </summary>
public static class RankingBenchmark
{
    private const int Rounds = 7;
    private const int Changes = 100;
    private const double MostSeconds = 1;
    private const double MostMilliseconds = 50;
    private const double MostTimesQuery = 1;
    private const double MostTimesConstant = 1 / 0.7;

    public static async Task<IReadOnlyList<Measurement>> RunAsync()
    {
        await Console.Error.WriteLineAsync("Rank intervals of 60 units and 60 leaves, 10,000 replications");
        var intervals = Median(SimulateIntervals());
        await Console.Error.WriteLineAsync("3,321 units with a hundred leaves");
        var (anew, query, change) = await AtScaleAsync();
        await Console.Error.WriteLineAsync("Public rankings through the gateway");
        var (read, constant) = await PublicReads.RunAsync();
        return
        [
            new Measurement("ranking.anew", anew.At(0.50), "ms", query.At(0.50), MostTimesQuery),
            new Measurement("ranking.change.p50", change.At(0.50), "ms", Yardstick: null, MostMilliseconds),
            new Measurement("ranking.change.p99", change.At(0.99), "ms", Yardstick: null, Target: null),
            new Measurement("ranking.intervals", intervals, "s", Yardstick: null, MostSeconds),
            new Measurement("ranking.read", read, "ms", constant, MostTimesConstant),
            new Measurement("ranking.reads", 1_000 / read, "/s", 1_000 / constant, Target: null),
        ];
    }

    /// <summary>Milliseconds, in turn; both must come to the same ranking.</summary>
    private static async Task<(List<double> Anew, List<double> Query, List<double> Change)> AtScaleAsync()
    {
        await using var scale = await RankingAtScale.StartAsync();
        var (anew, query, change) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = -1; round < Rounds; round++)
        {
            var begun = TimeProvider.System.GetTimestamp();
            var computed = await scale.RecomputeAsync();
            var mine = TimeProvider.System.GetElapsedTime(begun);
            begun = TimeProvider.System.GetTimestamp();
            var asked = await scale.QueryAsync();
            var beside = TimeProvider.System.GetElapsedTime(begun);
            RequireSame(computed, asked);
            if (round >= 0)
            {
                anew.Add(mine.TotalMilliseconds);
                query.Add(beside.TotalMilliseconds);
            }
        }

        var (rank, changeOne) = await scale.WarmAsync();
        for (var i = -Rounds; i < Changes; i++)
        {
            await changeOne(i + Rounds);
            var begun = TimeProvider.System.GetTimestamp();
            await rank();
            if (i >= 0)
            {
                change.Add(TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds);
            }
        }

        return (anew, query, change);
    }

    private static void RequireSame(IReadOnlyList<RankedCandidate> computed, IReadOnlyList<(string Code, decimal Index, int Rank)> asked)
    {
        var byCode = computed.ToDictionary(unit => unit.Key, StringComparer.Ordinal);
        if (asked.Count != computed.Count || asked.Any(row => byCode[row.Code] is var unit && (unit.Rank != row.Rank || Math.Abs(unit.Index!.Value - row.Index) > 1e-12m)))
        {
            throw new InvalidOperationException("The query came to another ranking.");
        }
    }

    private static double Median(Action run)
    {
        run(); // compiles
        var seconds = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var begun = TimeProvider.System.GetTimestamp();
            run();
            seconds.Add(TimeProvider.System.GetElapsedTime(begun).TotalSeconds);
        }

        return seconds.At(0.50);
    }

    /// <summary>All at once: every leaf of every unit is uncertain, a third of them by a survey, and so is every weight.</summary>
    private static Action SimulateIntervals()
    {
        var group = Group(units: 60, leaves: 60);
        var survey = group.Units.SelectMany(unit => unit.Leaves.Where(leaf => leaf.Source == PointSource.Survey), (unit, leaf) => (unit.Key, leaf));
        var uncertainty = new Uncertainty
        {
            SurveyErrors = survey.ToDictionary(x => (x.Key, x.leaf.Code), x => 0.03 * (double)x.leaf.Max),
            AppraiserDeviations = group.Units[0].Leaves.Where(leaf => leaf.Source == PointSource.Appraised).ToDictionary(leaf => leaf.Code, leaf => 0.05 * (double)leaf.Max),
            WeightShare = 0.25,
        };
        return () => RankIntervals.Simulate(group, uncertainty, seed: 2025, replications: 10_000);
    }

    private static AnalysedGroup Group(int units, int leaves)
    {
        var random = new Random(1);
        return new AnalysedGroup(
        [
            .. Enumerable.Range(1, units).Select(unit => new AnalysedUnit($"U{unit}",
            [
                .. Enumerable.Range(1, leaves).Select(leaf => new LeafScore(
                    $"{leaf}", LeafKind.Ordinary, leaf % 3 == 0 ? PointSource.Survey : PointSource.Appraised, 2, random.Next(1_000, 2_001) / 1_000m, Applicable: true)),
            ])),
        ]);
    }
}
