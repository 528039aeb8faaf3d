using CCHC.Portal.Results;
using CCHC.Portal.Standings;

namespace CCHC.Portal.Analyses;

/// <summary>What was published of the units of a group the year before.</summary>
public sealed record GroupLastYear(IReadOnlyList<UnitLastYearFigures> Items)
{
    /// <summary>Beside the standings of this year.</summary>
    public Slope Beside(GroupStandings standings)
    {
        var then = Items.ToDictionary(unit => unit.UnitCode, unit => unit.LastYear, StringComparer.Ordinal);
        return new Slope(standings.Year, [.. standings.Items.Select(unit => new SlopeRow(
            unit.UnitName, unit.Rank, unit.Shared, unit.Index, [.. (then.GetValueOrDefault(unit.UnitCode) ?? []).Select(last => new SlopePlace(last.UnitName, last.Rank, last.Index))]))]);
    }
}

public sealed record UnitLastYearFigures(string UnitCode, IReadOnlyList<LastYearFigures> LastYear);
