using CCHC.Scoring;
using CCHC.Scoring.Analysis;

namespace CCHC.Benchmarks;

/// <summary>What a ranking and its analyses cost by themselves, on made-up groups, with no service running.</summary>
public static class RankingBenchmark
{
    private const int Rounds = 7;
    private const double MostSeconds = 1;

    public static async Task<IReadOnlyList<Measurement>> RunAsync()
    {
        await Console.Error.WriteLineAsync("Rank intervals of 60 units and 60 leaves, 10,000 replications");
        return [new Measurement("ranking.intervals", Median(SimulateIntervals()), "s", Yardstick: null, MostSeconds)];
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
