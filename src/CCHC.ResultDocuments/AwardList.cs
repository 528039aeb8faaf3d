using System.Globalization;
using CCHC.RankingArchive;
using CCHC.Scoring;

namespace CCHC.ResultDocuments;

/// <summary>Who is awarded in a group: the ranks that the group's settings award, and whoever has improved most.</summary>
/// <param name="Group">Of the result.</param>
/// <param name="Awarded">By rank; all units that share an awarded rank.</param>
/// <param name="Improved">The unit whose index has grown most, or several by exactly as much; none where nobody has grown.</param>
public sealed record AwardList(ArchivedGroup Group, IReadOnlyList<AwardedUnit> Awarded, IReadOnlyList<ImprovedUnit> Improved)
{
    public static AwardList Of(DocumentResult result, ArchivedGroup group)
    {
        var byCode = group.Units.ToDictionary(unit => unit.Code, StringComparer.Ordinal);
        return new AwardList(
            group,
            [.. group.Units.Select((unit, position) => (unit, position)).Where(x => x.unit.Place.Awarded).Select(x => new AwardedUnit(x.unit, TieOf(group, x.position)))],
            [
                .. result.Improvements(group).Where(change => change is { Rank: 1, Gain: > 0 })
                    .Select(change => new ImprovedUnit(byCode[change.Key], result.LastYearOf(byCode[change.Key])!.Value, change.Gain!.Value)),
            ]);
    }

    /// <summary>What is to be said where another unit has exactly the same index; null where none has.</summary>
    private static string? TieOf(ArchivedGroup group, int position)
    {
        var unit = group.Units[position];
        var notes = new List<string>();
        var equals = group.Units.Where(other => other.Place.Index == unit.Place.Index && other.Code != unit.Code).ToList();
        if (equals.Where(other => other.Place.Rank == unit.Place.Rank).ToList() is { Count: > 0 } sharing)
        {
            notes.Add($"Đồng hạng với {Names(sharing)}");
        }

        foreach (var (others, above) in new[] { (equals.Where(other => other.Place.Rank > unit.Place.Rank), true), (equals.Where(other => other.Place.Rank < unit.Place.Rank), false) })
        {
            notes.AddRange(others.GroupBy(other => Decided(group, unit, other), StringComparer.Ordinal)
                .Select(decided => $"Bằng chỉ số với {Names(decided)}, xếp {(above ? "trên" : "dưới")} theo {decided.Key}"));
        }

        return notes.Count == 0 ? null : string.Join("; ", notes);
    }

    /// <summary>The first of the group's tie-breakers that tells the two apart.</summary>
    private static string Decided(ArchivedGroup group, ArchivedUnit unit, ArchivedUnit other) => group.Settings.TieBreakers.First(breaker => breaker switch
    {
        TieBreaker.AppraisedPoints => unit.Place.Appraised != other.Place.Appraised,
        TieBreaker.SurveyPoints => unit.Place.Survey != other.Place.Survey,
        _ => unit.LastYearIndex != other.LastYearIndex,
    }) switch
    {
        TieBreaker.AppraisedPoints => "điểm thẩm định",
        TieBreaker.SurveyPoints => "điểm điều tra xã hội học",
        _ => "chỉ số năm trước",
    };

    private static string Names(IEnumerable<ArchivedUnit> units) =>
        string.Join(", ", units.Select(unit => string.Create(CultureInfo.InvariantCulture, $"{unit.Name} (hạng {unit.Place.Rank})")));
}

/// <param name="Tie">What decided between units of the same index, or who shares the rank.</param>
public sealed record AwardedUnit(ArchivedUnit Unit, string? Tie);

/// <param name="LastYear">Unrounded, in percent.</param>
/// <param name="Gain">Percentage points, unrounded.</param>
public sealed record ImprovedUnit(ArchivedUnit Unit, decimal LastYear, decimal Gain);
