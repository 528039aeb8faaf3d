using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace CCHC.Ranking.Tests;

/// <summary>Published figures; lines starting with '#' name their source.</summary>
internal static class Table
{
    /// <summary>Figures kept with this project.</summary>
    public static IReadOnlyList<Row> Read(string name) => Parse(Path.Combine(AppContext.BaseDirectory, "Data", name));

    /// <summary>Figures that stay in ../shared/data beside the repository; the test is skipped where that folder is absent.</summary>
    public static IReadOnlyList<Row> ReadShared(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "global.json")))
        {
            root = root.Parent;
        }

        var path = Path.GetFullPath(Path.Combine(root?.FullName ?? ".", "..", "shared", "data", name));
        Assert.SkipUnless(File.Exists(path), $"{name} is not part of the repository and {path} does not exist on this machine.");
        return Parse(path);
    }

    private static List<Row> Parse(string path)
    {
        using var csv = new CsvReader(
            new StreamReader(path), new CsvConfiguration(CultureInfo.InvariantCulture) { AllowComments = true, TrimOptions = TrimOptions.Trim });
        return [.. csv.GetRecords<dynamic>().Select(row => new Row((IDictionary<string, object>)row))];
    }
}

internal sealed record Row(IDictionary<string, object> Cells)
{
    public string this[string column] => (string)Cells[column];

    public decimal Number(string column) => decimal.Parse(this[column], CultureInfo.InvariantCulture);

    public int Whole(string column) => int.Parse(this[column], CultureInfo.InvariantCulture);
}
