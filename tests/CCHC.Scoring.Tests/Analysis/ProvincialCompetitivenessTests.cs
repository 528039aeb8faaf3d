using CCHC.Scoring.Analysis;

namespace CCHC.Scoring.Tests.Analysis;

/// <summary>
/// The 63 provinces of the Provincial Competitiveness Index 2013, ten components of 0 to 10 with their weights, analysed a second time here: other
/// algorithms, another random generator, binary numbers throughout.
/// </summary>
public sealed class ProvincialCompetitivenessTests
{
    private const int Replications = 20_000;
    private const double WeightShare = 0.25;

    private static readonly (string Column, decimal Weight)[] _components =
    [
        ("sub1_entry", 0.5m), ("sub2_land", 0.5m), ("sub3_transparency", 2), ("sub4_time", 0.5m), ("sub5_informal", 1),
        ("sub6_bias", 0.5m), ("sub7_proactivity", 0.5m), ("sub8_business_support", 2), ("sub9_labour", 2), ("sub10_legal", 0.5m),
    ];

    /// <summary>Survey errors of 0.1 to 0.5 of a component's ten in the first four, appraisers who differ by 0.3 in the next four, weights ± 25 %.</summary>
    [Fact]
    public void Rank_intervals_agree_with_a_simulation_written_anew()
    {
        var (provinces, group) = Read();
        var uncertainty = new Uncertainty
        {
            SurveyErrors = provinces.SelectMany((province, i) => _components.Take(4).Select(component => ((province.Name, component.Column), (double)component.Weight * SurveyError(i))))
                .ToDictionary(x => x.Item1, x => x.Item2),
            AppraiserDeviations = _components.Skip(4).Take(4).ToDictionary(component => component.Column, component => (double)component.Weight * 0.3),
            WeightShare = WeightShare,
        };
        var intervals = RankIntervals.Simulate(group, uncertainty, seed: 2013, Replications, top: 5, cancellationToken: TestContext.Current.CancellationToken).ToDictionary(unit => unit.Key);
        Assert.Equal(63, intervals.Count);

        var ranks = SimulateAnew(provinces);
        var ordered = provinces.Select((province, i) => (province.Name, i)).OrderBy(x => intervals[x.Name].TrueRank).Select(x => x.i).ToArray();
        for (var place = 0; place < ordered.Length; place++)
        {
            var (own, interval) = (ranks[ordered[place]], intervals[provinces[ordered[place]].Name]);
            for (var rank = 1; rank <= 63; rank++)
            {
                AssertSame(interval.RankShares[rank - 1], own.Count(x => x == rank));
            }

            AssertSame(interval.InTop, own.Count(x => x <= 5));
            if (place < 62)
            {
                AssertSame(interval.AboveNext!.Value, own.Zip(ranks[ordered[place + 1]]).Count(x => x.First < x.Second));
            }

            // The variance of a rank is that of the second simulation; both means are off by a standard error.
            var mean = own.Average();
            var error = Math.Sqrt(2 * own.Average(x => (x - mean) * (x - mean)) / Replications);
            Assert.InRange(interval.MeanRank - mean, -4 * error, 4 * error);

            // A quantile of the one must be one of the other when its share is moved by four standard errors.
            foreach (var (rank, share) in new[] { (interval.Rank5, 0.05), (interval.Rank50, 0.5), (interval.Rank95, 0.95) })
            {
                var band = 4 * Math.Sqrt(2 * share * (1 - share) / Replications);
                Assert.InRange(rank, Sorted(share - band), Sorted(share + band));
                int Sorted(double at) => own.Order().ElementAt((int)Math.Ceiling(at * Replications) - 1);
            }
        }
    }

    [Fact]
    public void Ranks_without_a_component_agree_with_a_calculation_written_anew()
    {
        var (provinces, group) = Read();
        var dropped = DroppedCriteria.Compute(group, [.. _components.Select(component => AnalysedCriterion.Leaf(component.Column))]);
        Assert.Equal(_components.Select(component => component.Column), dropped.Select(x => x.Code));
        for (var component = 0; component < _components.Length; component++)
        {
            var rest = Enumerable.Range(0, 10).Where(i => i != component).ToArray();
            var weights = rest.Sum(i => (double)_components[i].Weight);
            var totals = provinces.Select(province => rest.Sum(i => (double)_components[i].Weight * province.Scores[i]) / weights * 10).ToArray();
            var expected = provinces.Select((province, i) => (province.Name, province.Rank, Rank: 1 + totals.Count(total => total > totals[i] + 1e-9), Total: totals[i]))
                .OrderBy(x => x.Item2).ToList();

            Assert.Equal(expected.Select(x => (x.Name, x.Item2, (int?)x.Rank)), dropped[component].Units.Select(x => (x.Key, x.TrueRank, x.Rank)));
            Assert.All(expected.Zip(dropped[component].Units), x => Assert.Equal(x.First.Total, (double)x.Second.Index!.Value, 1e-9));
            var shifts = expected.ConvertAll(x => Math.Abs(x.Item2 - x.Rank));
            Assert.Equal((shifts.Sum() / 63.0, (int?)shifts.Max()), (dropped[component].MeanShift, dropped[component].LargestShift));

            // No two are equal, so the classic formulas hold: tau by counting inversions, rho by squared differences.
            Assert.Equal(63, expected.Select(x => x.Rank).Distinct().Count());
            Assert.Equal(1 - (4.0 * Inversions([.. expected.Select(x => x.Rank)]) / (63 * 62)), dropped[component].KendallTau!.Value, 1e-12);
            Assert.Equal(1 - (6.0 * shifts.Sum(x => x * x) / (63 * ((63 * 63) - 1))), dropped[component].SpearmanRho!.Value, 1e-12);
        }
    }

    /// <summary>Var(Σ x) by components, from E[xy] − E[x]·E[y].</summary>
    [Fact]
    public void Effective_weights_agree_with_a_calculation_written_anew()
    {
        var (provinces, group) = Read();
        var weights = EffectiveWeights.Compute(group, [.. _components.Select(component => AnalysedCriterion.Leaf(component.Column))]);
        var totals = provinces.Select(province => Enumerable.Range(0, 10).Sum(i => (double)_components[i].Weight * province.Scores[i])).ToList();
        for (var i = 0; i < 10; i++)
        {
            var own = provinces.Select(province => (double)_components[i].Weight * province.Scores[i]).ToList();
            Assert.Equal((double)_components[i].Weight / 10, weights[i].Nominal, 1e-12);
            Assert.Equal(Covariance(own, totals) / Covariance(totals, totals), weights[i].Effective!.Value, 1e-8);
            Assert.Equal(Covariance(own, totals) / Math.Sqrt(Covariance(totals, totals) * Covariance(own, own)), weights[i].Correlation!.Value, 1e-8);
        }

        Assert.Equal(1, weights.Sum(weight => weight.Effective!.Value), 1e-12);

        static double Covariance(List<double> x, List<double> y) => x.Zip(y, (a, b) => a * b).Average() - (x.Average() * y.Average());
    }

    private static double SurveyError(int province) => 0.1 + (0.4 * province / 62);

    /// <summary>
    /// Two proportions of as many independent replications: four standard errors of their difference, of the pooled proportion with one success more, so
    /// that it is never nothing. 4 000 such comparisons, most of ranks that are hardly ever reached, would fail by chance in one of some ten seeds.
    /// </summary>
    private static void AssertSame(double share, int count)
    {
        var pooled = ((share * Replications) + count + 1) / (2 * Replications);
        Assert.InRange(share - ((double)count / Replications), -4 * Math.Sqrt(2 * pooled * (1 - pooled) / Replications), 4 * Math.Sqrt(2 * pooled * (1 - pooled) / Replications));
    }

    /// <summary>Ranks by province and replication: System.Random, the polar method of Marsaglia, ranks by counting.</summary>
    private static int[][] SimulateAnew(IReadOnlyList<Province> provinces)
    {
        var random = new Random(63);
        var ranks = provinces.Select(_ => new int[Replications]).ToArray();
        var totals = new double[provinces.Count];
        for (var replication = 0; replication < Replications; replication++)
        {
            var weights = _components.Select(component => (double)component.Weight * (1 - WeightShare + (2 * WeightShare * random.NextDouble()))).ToArray();
            for (var province = 0; province < totals.Length; province++)
            {
                totals[province] = 0;
                for (var i = 0; i < 10; i++)
                {
                    var error = i < 4 ? SurveyError(province) : i < 8 ? 0.3 : 0;
                    totals[province] += weights[i] * Math.Clamp(provinces[province].Scores[i] + (error * Polar()), 0, 10) / weights.Sum();
                }
            }

            for (var province = 0; province < totals.Length; province++)
            {
                ranks[province][replication] = 1 + totals.Count(total => total > totals[province]);
            }
        }

        return ranks;

        double Polar()
        {
            while (true)
            {
                var (x, y) = ((2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1);
                if ((x * x) + (y * y) is > 0 and < 1 and var square)
                {
                    return x * Math.Sqrt(-2 * Math.Log(square) / square);
                }
            }
        }
    }

    /// <summary>By merge sort.</summary>
    private static int Inversions(int[] values)
    {
        if (values.Length < 2)
        {
            return 0;
        }

        var (left, right) = (values[..(values.Length / 2)], values[(values.Length / 2)..]);
        var inversions = Inversions(left) + Inversions(right);
        Array.Sort(left);
        Array.Sort(right);
        var passed = 0;
        foreach (var value in left)
        {
            while (passed < right.Length && right[passed] < value)
            {
                passed++;
            }

            inversions += passed;
        }

        return inversions;
    }

    private static (IReadOnlyList<Province> Provinces, AnalysedGroup Group) Read()
    {
        var rows = Table.ReadShared("pci_2013.csv");
        var units = rows.Select(row => new AnalysedUnit(row["province"],
            [.. _components.Select(x => new LeafScore(x.Column, LeafKind.Ordinary, PointSource.External, x.Weight * 10, x.Weight * row.Number(x.Column), Applicable: true))]));
        var provinces = rows.Select(row => new Province(row["province"], row.Whole("pci_rank"), [.. _components.Select(x => (double)row.Number(x.Column))]));
        return ([.. provinces], new AnalysedGroup([.. units]));
    }

    private sealed record Province(string Name, int Rank, double[] Scores);
}
