using System.Globalization;

namespace CCHC.Scoring.Tests;

/// <summary>A CSV file with a header; lines starting with '#' name its source.</summary>
internal static class Table
{
    /// <summary>Figures kept with this project.</summary>
    public static IReadOnlyList<Row> Read(string name) => Parse(Path.Combine(AppContext.BaseDirectory, "Data", name));

    /// <summary>Figures that stay in ../shared/data beside the repository; the test is skipped where that folder is absent.</summary>
    public static IReadOnlyList<Row> ReadShared(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "CCHC.sln")) && !File.Exists(Path.Combine(root.FullName, "global.json")))
        {
            root = root.Parent;
        }

        var path = Path.GetFullPath(Path.Combine(root?.FullName ?? ".", "..", "shared", "data", name));
        Assert.SkipUnless(File.Exists(path), $"{name} is not part of the repository and {path} does not exist on this machine.");
        return Parse(path);
    }

    private static List<Row> Parse(string path)
    {
        var lines = File.ReadLines(path).Where(x => x.Length > 0 && x[0] != '#').Select(Split).ToList();
        return [.. lines.Skip(1).Select(cells => new Row(lines[0].Zip(cells).ToDictionary(x => x.First, x => x.Second)))];
    }

    // A quote opens or closes a cell that may hold commas; no stored cell holds a quote of its own.
    private static string[] Split(string line)
    {
        var parts = line.Split('"');
        var commasOutsideQuotes = parts.Select((part, i) => i % 2 == 0 ? part.Replace(',', '\u001f') : part);
        return string.Concat(commasOutsideQuotes).Split('\u001f');
    }
}

internal sealed record Row(IReadOnlyDictionary<string, string> Cells)
{
    public string this[string column] => Cells[column];

    public decimal Number(string column) => decimal.Parse(Cells[column], CultureInfo.InvariantCulture);

    public int Whole(string column) => int.Parse(Cells[column], CultureInfo.InvariantCulture);
}
