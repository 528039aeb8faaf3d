using System.Globalization;
using CCHC.Sampling;

namespace CCHC.Survey.Tests;

/// <summary>
/// The samples of California schools that come with R's package survey (T. Lumley, version 4.5; api.rda), and what example(api) prints for them
/// (tests/testoutput/api.Rout.saved of that package). The school figures are those of the California Department of Education.
/// </summary>
public sealed class EstimationTests
{
    [Fact]
    public void A_stratified_sample_with_unequal_weights_gives_the_published_mean()
    {
        // svymean(~api00, dstrat): 662.29 9.4089; with more digits 662.2874 (same data, R package metasurvey, article on survey designs)
        var mean = Mean(Stratified, row => Number(row["api00"]))!;
        Assert.Equal((662.2874m, 9.4089m), (Math.Round(mean.Value, 4), Math.Round(mean.StandardError!.Value, 4)));
        Assert.Equal(662.2874 + (1.959964 * 9.4089), (double)mean.Interval!.Value.High, tolerance: 0.001);
    }

    [Fact]
    public void The_same_schools_with_their_weights_alone_give_the_published_error_to_seven_digits()
    {
        // survey::svymean(~api00) of the weighted sample without strata and population: 662.2874 9.585429 (there)
        var mean = new StratifiedMean();
        var rows = Read("apistrat.csv");
        rows.ForEach(row => mean.Add(0, psu: null, Number(row["pw"]), Number(row["api00"]), 1));
        Assert.Equal(9.585429m, Math.Round(mean.Estimate([new SampledStratum(rows.Count, null)])!.StandardError!.Value, 6));
    }

    [Fact]
    public void A_share_in_a_stratified_sample_with_unequal_weights_is_the_mean_of_noughts_and_ones()
    {
        // p = Σ N_h·p_h / N, Var = Σ (N_h/N)²·(1 − n_h/N_h)·p_h(1 − p_h)/(n_h − 1): the textbook formula (Cochran, Sampling Techniques, 5.52).
        var strata = Read("apistrat.csv").GroupBy(row => row["stype"], StringComparer.Ordinal).ToList();
        var (p, variance, all) = (0d, 0d, strata.Sum(stratum => double.Parse(stratum.First()["fpc"], CultureInfo.InvariantCulture)));
        foreach (var stratum in strata)
        {
            var (size, n) = (double.Parse(stratum.First()["fpc"], CultureInfo.InvariantCulture), stratum.Count());
            var share = stratum.Count(row => Number(row["api00"]) >= 650) / (double)n;
            p += size / all * share;
            variance += Math.Pow(size / all, 2) * (1 - (n / size)) * share * (1 - share) / (n - 1);
        }

        var estimate = Mean(Stratified, row => Number(row["api00"]) >= 650 ? 1 : 0)!;
        Assert.Equal(p, (double)estimate.Value, tolerance: 1e-6);
        Assert.Equal(Math.Sqrt(variance), (double)estimate.StandardError!.Value, tolerance: 1e-6);
    }

    [Fact]
    public void A_sample_of_whole_districts_gives_the_published_mean_to_nine_digits_and_its_error_to_six()
    {
        // svymean(~api00+api99+stype, dclus1): api00 644.169399 23.5422 (example-summary of the package's pages)
        var mean = Mean(Clustered, row => Number(row["api00"]))!;
        Assert.Equal((644.169399m, 23.5422m), (Math.Round(mean.Value, 6), Math.Round(mean.StandardError!.Value, 4)));
    }

    [Fact]
    public void Who_was_not_asked_about_a_unit_still_belongs_to_the_sample()
    {
        // The error of a part's mean: residuals of everybody else are 0, written out (Särndal et al., 5.8), strata E, H, M and schools of more than 500 pupils.
        var rows = Read("apistrat.csv");
        var part = rows.FindAll(row => Number(row["enroll"]) > 500);
        var weights = part.Sum(row => (double)Number(row["pw"]));
        var mean = part.Sum(row => (double)(Number(row["pw"]) * Number(row["api00"]))) / weights;
        var variance = rows.GroupBy(row => row["stype"], StringComparer.Ordinal).Sum(stratum =>
        {
            var residuals = stratum.Select(row => Number(row["enroll"]) > 500 ? (double)Number(row["pw"]) * ((double)Number(row["api00"]) - mean) / weights : 0).ToList();
            var (n, there, centre) = (residuals.Count, (double)Number(stratum.First()["fpc"]), residuals.Average());
            return (1 - (n / there)) * n / (n - 1) * residuals.Sum(residual => (residual - centre) * (residual - centre));
        });

        var estimate = Mean(Stratified, row => Number(row["api00"]), row => Number(row["enroll"]) > 500)!;
        Assert.Equal(mean, (double)estimate.Value, tolerance: 1e-9);
        Assert.Equal(Math.Sqrt(variance), (double)estimate.StandardError!.Value, tolerance: 1e-9);
    }

    [Fact]
    public void A_share_of_a_simple_sample_has_the_error_of_the_textbook()
    {
        // 30 of 100 say yes: √(0,3 × 0,7 / 99) = 0,046057; of a population of 400, a quarter of the variance is gone: × √0,75 = 0,0398862.
        var (infinite, finite) = (Simple(100, i => i < 30 ? 1 : 0, weight: 1, null), Simple(100, i => i < 30 ? 1 : 0, weight: 4, 400));
        Assert.Equal((0.3m, 0.046057m), (infinite!.Value, Math.Round(infinite.StandardError!.Value, 6)));
        Assert.Equal((0.3m, 0.039886m), (Math.Round(finite!.Value, 10), Math.Round(finite.StandardError!.Value, 6)));
    }

    [Fact]
    public void Nobody_has_no_mean_one_has_no_error_and_a_census_has_none_to_make()
    {
        Assert.Null(Simple(0, _ => 5, 1, null));
        Assert.Null(Simple(1, _ => 5, 1, null)!.StandardError);
        Assert.Equal(0, Simple(2, i => 5 + i, 1, 2)!.StandardError);
    }

    private static readonly SampleOf Stratified = new("apistrat.csv", row => row["stype"], Psu: null);

    private static readonly SampleOf Clustered = new("apiclus1.csv", _ => "", row => row["dnum"]);

    private static Estimate? Simple(int count, Func<int, decimal> value, decimal weight, int? there)
    {
        var mean = new StratifiedMean();
        for (var i = 0; i < count; i++)
        {
            mean.Add(0, psu: null, weight, value(i), 1);
        }

        return mean.Estimate([new SampledStratum(count, there)]);
    }

    private static Estimate? Mean(SampleOf sample, Func<Dictionary<string, string>, decimal> value, Func<Dictionary<string, string>, bool>? belongs = null)
    {
        var (rows, mean) = (Read(sample.File), new StratifiedMean());
        var strata = rows.GroupBy(sample.Stratum, StringComparer.Ordinal).ToList();
        for (var i = 0; i < strata.Count; i++)
        {
            foreach (var row in strata[i].Where(row => belongs?.Invoke(row) != false))
            {
                mean.Add(i, sample.Psu?.Invoke(row), Number(row["pw"]), value(row), 1);
            }
        }

        return mean.Estimate([.. strata.Select(stratum => new SampledStratum(sample.Psu is null ? stratum.Count() : stratum.Select(sample.Psu).Distinct(StringComparer.Ordinal).Count(), (int)Number(stratum.First()["fpc"])))]);
    }

    private static List<Dictionary<string, string>> Read(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", file));
        var names = lines[0].Split(',');
        return [.. lines[1..].Select(line => names.Zip(line.Split(',')).ToDictionary(x => x.First, x => x.Second, StringComparer.Ordinal))];
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private sealed record SampleOf(string File, Func<Dictionary<string, string>, string> Stratum, Func<Dictionary<string, string>, string>? Psu);
}
