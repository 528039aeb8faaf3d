using System.Globalization;

namespace CCHC.EndToEnd.Tests;

/// <summary>A line of a published table, as printed.</summary>
public sealed record PublishedResult(int Rank, string UnitName, decimal Index);

/// <summary>Published tables in Data, each with its source in the first line.</summary>
public static class PublishedResults
{
    public static IReadOnlyList<PublishedResult> Read(string file) =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", file)).Where(line => !line.StartsWith('#')).Skip(1)
            .Select(line => line.Split(','))
            .Select(cells => new PublishedResult(
                int.Parse(cells[0], CultureInfo.InvariantCulture),
                string.Join(',', cells[1..^1]).Trim('"'), // a quoted name may hold commas
                decimal.Parse(cells[^1], CultureInfo.InvariantCulture))),
    ];

    /// <summary>Half away from zero, to two places, as such tables are printed.</summary>
    public static decimal Printed(this decimal value) => decimal.Round(value, 2, MidpointRounding.AwayFromZero);
}
