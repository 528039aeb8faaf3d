using System.Text.Json;
using CCHC.Testing.Installations;

namespace CCHC.EndToEnd.Tests;

public sealed class DemoYearTests(Province province)
{
    private const string Departments = "/api/public/v1/campaigns/cchc-2024-so/rankings?group=so";

    [Fact]
    public async Task The_demo_year_ends_with_the_ranking_that_Thanh_Hoa_published_for_2024()
    {
        var demo = await province.DemoYearAsync();
        Assert.True(demo.ExitCode == 0, demo.Output);

        var ranking = await province.System.Anonymous().GetAsync(Departments);
        var published = PublishedResults.Read("thanh_hoa_2024_so.csv");
        Assert.Equal(
            published,
            ranking.GetProperty("items").EnumerateArray().Select(item => new PublishedResult(
                item.GetProperty("rank").GetInt32(), item.GetProperty("unitName").GetString()!, item.GetProperty("index").GetDecimal().Printed())));
        Assert.Equal(20, published.Count);
        Assert.Equal(85.41m, ranking.GetProperty("mean").GetDecimal().Printed());
    }

    [Fact]
    public async Task Two_pairs_of_departments_print_the_same_index_and_yet_have_different_ranks()
    {
        await province.DemoYearAsync();
        var items = (await province.System.Anonymous().GetAsync(Departments)).GetProperty("items").EnumerateArray().ToList();
        var pairs = items.GroupBy(item => item.GetProperty("index").GetDecimal().Printed()).Where(same => same.Count() > 1).ToList();
        Assert.Equal(2, pairs.Count);
        Assert.All(pairs, pair => Assert.Distinct(pair.Select(item => item.GetProperty("rank").GetInt32())));
        Assert.All(pairs, pair => Assert.Distinct(pair.Select(item => item.GetProperty("index").GetDecimal())));
    }

    [Fact]
    public async Task A_commune_group_of_eight_or_more_units_is_published_with_the_44_row_set()
    {
        await province.DemoYearAsync();
        var ranking = await province.System.Anonymous().GetAsync("/api/public/v1/campaigns/cchc-2024-xa/rankings?group=xa");
        Assert.InRange(ranking.GetProperty("items").GetArrayLength(), 8, 100);
        Assert.All(ranking.GetProperty("items").EnumerateArray(), item => Assert.Equal("complete", item.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task The_same_ranking_is_open_data_as_CSV()
    {
        await province.DemoYearAsync();
        var everyone = province.System.Anonymous();
        var csv = await everyone.SendAsync(HttpMethod.Get, Departments, accept: "text/csv");
        Assert.Equal("text/csv", csv.MediaType);
        var lines = csv.Body.TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var items = (await everyone.GetAsync(Departments)).GetProperty("items").EnumerateArray().ToList();
        Assert.StartsWith("rank,unitCode,unitName,index", lines[0], StringComparison.Ordinal);
        Assert.Equal(items.Select(Beginning), lines.Skip(1).Select(line => string.Join(',', line.Split(',')[..2])));

        static string Beginning(JsonElement item) => $"{item.GetProperty("rank")},{item.GetProperty("unitCode")}";
    }

    [Fact]
    public async Task Whoever_runs_the_demo_again_finds_the_year_published_and_nothing_to_do()
    {
        await province.DemoYearAsync();
        CommandResult again = await province.System.CchcAsync("demo", "--port", $"{province.System.Port}");
        Assert.True(again.ExitCode == 0, again.Output);
        Assert.InRange(again.Duration, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }
}
