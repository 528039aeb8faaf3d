namespace CCHC.Portal.Results;

/// <summary>Where years and indices stand in a line chart: across in percent, down in pixels.</summary>
public sealed class TrendAxis
{
    public const int Top = 30, Bottom = 150;

    private readonly int _first, _last;

    /// <param name="years">The oldest first, two at least, each with an index.</param>
    public TrendAxis(IReadOnlyList<YearResult> years)
    {
        (_first, _last) = (years[0].Year, years[^1].Year);
        var (least, most) = (years.Min(year => year.Index!.Value), years.Max(year => year.Index!.Value));
        var step = (most - least) switch { <= 15 => 5, <= 40 => 10, _ => 20 };
        Lowest = (int)Math.Floor(least / step) * step;
        Highest = Math.Max((int)Math.Ceiling(most / step) * step, Lowest + step);
        Steps = [.. Enumerable.Range(0, ((Highest - Lowest) / step) + 1).Select(i => Lowest + (i * step))];
    }

    public int Lowest { get; }

    public int Highest { get; }

    /// <summary>Round numbers from the lowest to the highest.</summary>
    public IReadOnlyList<int> Steps { get; }

    public string Across(int year) => $"{Formats.Svg(12 + (80m * (year - _first) / (_last - _first)))}%";

    public decimal Down(decimal index) => Bottom - ((Bottom - Top) * (index - Lowest) / (Highest - Lowest));
}
