using CCHC.Scoring;

namespace CCHC.Portal.Results;

/// <summary>A group's places in a year beside those of the year before.</summary>
public sealed class Slope
{
    /// <param name="year">This year.</param>
    /// <param name="rows">In the order of this year's ranks.</param>
    public Slope(int year, IReadOnlyList<SlopeRow> rows)
    {
        (Year, Rows) = (year, rows);
        Now = [.. rows.Where(row => row.Index is not null && row.Then.Count > 0)];
        var places = Now.SelectMany((row, to) => row.Then.Select(place => (Place: place, Row: row, To: to))).OrderByDescending(x => x.Place.Index).ThenBy(x => x.Place.Rank).ToList();
        Then = [.. places.Select(x => x.Place)];
        Lines = [.. places.Select((x, from) => new SlopeLine(from, x.To, Math.Sign(x.Row.RanksGained ?? 0)))];
    }

    public int Year { get; }

    public IReadOnlyList<SlopeRow> Rows { get; }

    /// <summary>Drawn on the right: those that have figures of both years.</summary>
    public IReadOnlyList<SlopeRow> Now { get; }

    /// <summary>Drawn on the left, the highest index first.</summary>
    public IReadOnlyList<SlopePlace> Then { get; }

    public IReadOnlyList<SlopeLine> Lines { get; }

    /// <summary>Who has gained most ranks; null where nobody has.</summary>
    public SlopeRow? Climber => Now.MaxBy(row => row.RanksGained ?? 0) is { RanksGained: > 0 } most ? most : null;
}

/// <param name="Then">Of the year before; several for a merged unit, none for a new one.</param>
public sealed record SlopeRow(string UnitName, int? Rank, bool Shared, decimal? Index, IReadOnlyList<SlopePlace> Then)
{
    /// <summary>Positive for a rise; null where one of the two is missing, or where the unit was several.</summary>
    public int? RanksGained => Then is [{ Rank: { } before }] && Rank is { } now ? before - now : null;

    /// <summary>Of the figures as printed.</summary>
    public decimal? IndexGained => Then is [var before] && Index is { } now ? IndexCalculator.Round2(now) - IndexCalculator.Round2(before.Index) : null;
}

public sealed record SlopePlace(string UnitName, int? Rank, decimal Index);

/// <param name="From">Place on the left, from 0.</param>
/// <param name="To">Place on the right.</param>
/// <param name="Way">1 for a rise, −1 for a fall.</param>
public sealed record SlopeLine(int From, int To, int Way);
