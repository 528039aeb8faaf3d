using CCHC.RankingArchive;
using CCHC.Scoring.Analysis;

namespace CCHC.ResultDocuments;

/// <summary>A frozen result as documents tell it: what stands in its archive, by which decision, and what was published for the year before.</summary>
public sealed record DocumentResult
{
    public required ArchivedResult Result { get; init; }

    /// <summary>Null for the province.</summary>
    public required Guid? OwnerUnitId { get; init; }

    public required string? OwnerName { get; init; }

    /// <summary>Whoever reads the document is to know that the result is not public yet; null once it is.</summary>
    public required string? Draft { get; init; }

    public string? DecisionNumber { get; init; }
    public DateOnly? DecisionDate { get; init; }

    /// <summary>Why the version before was corrected; null for a first publication.</summary>
    public string? CorrectionReason { get; init; }

    /// <summary>Unrounded, by unit code; a merged unit has the mean of its predecessors, and who has none is not in it.</summary>
    public required IReadOnlyDictionary<string, decimal> LastYear { get; init; }

    public IEnumerable<ArchivedUnit> Units => Result.Groups.SelectMany(group => group.Units);

    public (ArchivedGroup Group, ArchivedUnit Unit)? FindUnit(string? code) =>
        Result.Groups.SelectMany(group => group.Units.Select(unit => (group, unit))).Where(x => x.unit.Code == code).Select(x => ((ArchivedGroup, ArchivedUnit)?)x).FirstOrDefault();

    public decimal? LastYearOf(ArchivedUnit unit) => LastYear.TryGetValue(unit.Code, out var index) ? index : null;

    /// <summary>Change of the index against the year before, the most improved first; who has no figures of either year is left out.</summary>
    public IReadOnlyList<Improvement> Improvements(ArchivedGroup group) =>
        [.. MostImproved.Rank(group.Units.Select(unit => new TwoYears(unit.Code, LastYearOf(unit), unit.Place.Index))).Where(change => change.Rank is not null)];
}
