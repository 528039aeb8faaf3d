using System.IO.Compression;
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
    public async Task Anybody_can_verify_the_published_archive_and_one_changed_digit_is_found_with_its_leaf()
    {
        await province.DemoYearAsync();
        using var http = new HttpClient { BaseAddress = province.System.Address };
        var archive = Path.Combine(province.Evidence, "cchc-2024-so.zip");
        await File.WriteAllBytesAsync(archive, await http.GetByteArrayAsync(new Uri("/api/ranking/campaigns/cchc-2024-so/archive", UriKind.Relative), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        var sound = await province.System.VerifyAsync(archive);
        Assert.True(sound.ExitCode == 0, sound.Output);

        var (unit, leaf) = await ChangeOneDigitAsync(archive);
        var changed = await province.System.VerifyAsync(archive);
        Assert.True(changed.ExitCode == 1, changed.Output);
        Assert.Contains(unit, changed.Output, StringComparison.Ordinal);
        Assert.Contains(leaf, changed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_runs_the_demo_again_finds_the_year_published_and_nothing_to_do()
    {
        await province.DemoYearAsync();
        CommandResult again = await province.System.CchcAsync("demo", "--port", $"{province.System.Port}");
        Assert.True(again.ExitCode == 0, again.Output);
        Assert.InRange(again.Duration, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    /// <summary>The last digit of the points of a leaf in the middle; gives the unit and the leaf.</summary>
    private static async Task<(string Unit, string Leaf)> ChangeOneDigitAsync(string archive)
    {
        await using var zip = await ZipFile.OpenAsync(archive, ZipArchiveMode.Update);
        var scores = zip.GetEntry("scores.csv")!;
        string text;
        using (var reader = new StreamReader(await scores.OpenAsync()))
        {
            text = await reader.ReadToEndAsync();
        }

        var lines = text.Split('\n');
        var columns = lines[0].TrimStart('\uFEFF').Split(',');
        var (unit, leaf, points) = (Array.IndexOf(columns, "unit"), Array.IndexOf(columns, "leaf"), Array.IndexOf(columns, "points"));
        var row = Enumerable.Range(lines.Length / 2, lines.Length / 2).First(i => lines[i].Split(',')[points].Length > 0);
        var cells = lines[row].Split(',');
        cells[points] = cells[points][..^1] + (char)('0' + ((cells[points][^1] - '0' + 1) % 10));
        lines[row] = string.Join(',', cells);
        scores.Delete();
        await using var writer = new StreamWriter(await zip.CreateEntry("scores.csv").OpenAsync(), new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        await writer.WriteAsync(string.Join('\n', lines).TrimStart('\uFEFF'));
        return (cells[unit], cells[leaf]);
    }
}
