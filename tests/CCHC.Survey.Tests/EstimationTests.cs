using System.Globalization;
using CCHC.Survey.Estimates;

namespace CCHC.Survey.Tests;

/// <summary>
/// The samples of California schools that come with R's package survey (T. Lumley, version 4.5; api.rda), and what example(api) prints for them
/// (tests/testoutput/api.Rout.saved of that package). The school figures are those of the California Department of Education.
/// </summary>
public sealed class EstimationTests
{
    [Fact]
    public void A_stratified_sample_with_unequal_weights_gives_the_published_mean_and_total()
    {
        var mean = Estimation.Mean(Schools("api00"))!;
        var total = Estimation.Total(Schools("enroll"))!;

        // svymean(~api00, dstrat): 662.29 9.4089; svytotal(~enroll, dstrat): 3687178 114642
        Assert.Equal((662.29, 9.4089), (Math.Round(mean.Value, 2), Math.Round(mean.StandardError!.Value, 4)));
        Assert.Equal((3_687_178d, 114_642d), (Math.Round(total.Value), Math.Round(total.StandardError!.Value)));
        Assert.Equal(662.29 + (1.96 * 9.4089), mean.Interval!.Value.High, tolerance: 0.01);
    }

    [Fact]
    public void A_sample_of_whole_districts_gives_the_published_mean_and_total()
    {
        var mean = Estimation.Mean(Districts("api00"))!;
        var total = Estimation.Total(Districts("enroll"))!;

        // svymean(~api00, dclus1): 644.17 23.542; svytotal(~enroll, dclus1): 3404940 932235
        Assert.Equal((644.17, 23.542), (Math.Round(mean.Value, 2), Math.Round(mean.StandardError!.Value, 3)));
        Assert.Equal((3_404_940d, 932_235d), (Math.Round(total.Value), Math.Round(total.StandardError!.Value)));
    }

    [Fact]
    public void A_share_of_a_simple_sample_has_the_error_of_the_textbook()
    {
        // 30 of 100 say yes: √(0,3 × 0,7 / 99) = 0,046057; of a population of 400, a quarter of the variance is gone: × √0,75 = 0,0398862.
        var infinite = Estimation.Mean([.. Enumerable.Range(0, 100).Select(i => new Estimation.Observation("", $"{i}", 1, i < 30 ? 1 : 0))])!;
        var finite = Estimation.Mean([.. Enumerable.Range(0, 100).Select(i => new Estimation.Observation("", $"{i}", 4, i < 30 ? 1 : 0, 400))])!;
        Assert.Equal((0.3, 0.046057), (infinite.Value, Math.Round(infinite.StandardError!.Value, 6)));
        Assert.Equal((0.3, 0.039886), (Math.Round(finite.Value, 10), Math.Round(finite.StandardError!.Value, 6)));
    }

    [Fact]
    public void Nobody_has_no_mean_one_has_no_error_and_a_census_has_none_to_make()
    {
        Assert.Null(Estimation.Mean([]));
        Assert.Null(Estimation.Mean([new("", "a", 1, 5)])!.StandardError);
        Assert.Equal(0, Estimation.Mean([new("", "a", 1, 5, 2), new("", "b", 1, 7, 2)])!.StandardError);
    }

    private static List<Estimation.Observation> Schools(string column) => Read("apistrat.csv", (row, i) => new(row["stype"], $"{i}", Number(row["pw"]), Number(row[column]), Number(row["fpc"])));

    private static List<Estimation.Observation> Districts(string column) => Read("apiclus1.csv", (row, _) => new("", row["dnum"], Number(row["pw"]), Number(row[column]), Number(row["fpc"])));

    private static List<Estimation.Observation> Read(string file, Func<Dictionary<string, string>, int, Estimation.Observation> read)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", file));
        var names = lines[0].Split(',');
        return [.. lines[1..].Select((line, i) => read(names.Zip(line.Split(',')).ToDictionary(x => x.First, x => x.Second, StringComparer.Ordinal), i))];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
