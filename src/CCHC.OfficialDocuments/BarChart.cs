namespace CCHC.OfficialDocuments;

/// <summary>
/// Horizontal bars from zero with the value beside each, in the order given; numbers of the document alone, without a workbook to edit them in.
/// The table with the same numbers is the caller's.
/// </summary>
/// <param name="Finding">The title says what is to be seen: "Sáu xã dưới 80 %".</param>
/// <param name="Measure">What the bars measure, with its unit: "Chỉ số hài lòng (%)".</param>
/// <param name="Description">In words, for those who do not see it.</param>
public sealed record BarChart(string Finding, string Measure, string Description) : Block
{
    /// <summary>More do not fit on a page and stay readable: make several charts, of one <see cref="Maximum"/>.</summary>
    public const int MostBars = 40;

    private readonly IReadOnlyList<Bar> _bars = [];

    public IReadOnlyList<Bar> Bars
    {
        get => _bars;
        init => _bars = value.Count is > 0 and <= MostBars && value.All(bar => bar.Value >= 0 && (bar.Interval is not { } interval || (interval.Low <= bar.Value && interval.High >= bar.Value)))
            ? value
            : throw new ArgumentException($"A chart has 1 to {MostBars} bars from zero, whose intervals hold the value.", nameof(value));
    }

    /// <summary>What a bar over the whole width would mean, such as 100; null for the longest one.</summary>
    public decimal? Maximum { get; init; }
}

/// <param name="Interval">Of 95 % confidence; null for none.</param>
public sealed record Bar(string Label, decimal Value, Interval? Interval = null);

public readonly record struct Interval(decimal Low, decimal High);

/// <summary>A chart below the table of a sheet, drawn from its cells: a changed cell changes it.</summary>
/// <param name="Finding">As of <see cref="BarChart"/>; so <paramref name="Measure"/> and <paramref name="Description"/>.</param>
/// <param name="Labels">Column of the table, from 0; may be hidden, as the others.</param>
/// <param name="Values">Column of numbers, none below 0.</param>
public sealed record SheetChart(string Finding, string Measure, string Description, int Labels, int Values)
{
    /// <summary>Column that tells how far the interval of 95 % confidence reaches on either side of the value; null for none.</summary>
    public int? Margin { get; init; }

    /// <summary>Rows of the table, without such as a total.</summary>
    public Range Rows { get; init; } = ..;

    /// <summary>As of <see cref="BarChart"/>.</summary>
    public decimal? Maximum { get; init; }
}
