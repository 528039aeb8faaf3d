namespace CCHC.Survey.Results;

/// <summary>
/// Which cells of published tables must stay empty so that nobody's answer can be read or worked out: first those of fewer than five people, then,
/// wherever a published sum would give a hidden cell away by subtraction, further ones (primary and complementary suppression: Hundepool et al.,
/// Statistical Disclosure Control, 2012, chapter 4). Law 91/2025/QH15.
/// </summary>
public static class Disclosure
{
    public const int SmallestCell = 5;

    /// <summary>A sum that is published with its parts.</summary>
    /// <param name="Total">Null for one that is known in any case.</param>
    /// <param name="Overlapping">The same people may stand behind several parts: together they are then only known to be as many as behind the largest.</param>
    public sealed record Line<TKey>(TKey? Total, IReadOnlyList<TKey> Parts, bool Overlapping = false)
        where TKey : class;

    /// <param name="people">How many people stand behind each cell; 0 gives nobody away.</param>
    /// <param name="lines">Sums among them.</param>
    /// <returns>
    /// The cells to hide: of no line that is shown is one part hidden alone, or with fewer than five people together, and no total is hidden beside
    /// parts that are all shown and add up to it.
    /// </returns>
    public static IReadOnlySet<TKey> Hidden<TKey>(IReadOnlyDictionary<TKey, int> people, IReadOnlyList<Line<TKey>> lines)
        where TKey : class
    {
        var hidden = people.Where(cell => cell.Value is > 0 and < SmallestCell).Select(cell => cell.Key).ToHashSet();
        for (var changed = hidden.Count > 0; changed;)
        {
            changed = false;
            foreach (var line in lines)
            {
                changed |= Close(line, people, hidden);
            }
        }

        return hidden;
    }

    private static bool Close<TKey>(Line<TKey> line, IReadOnlyDictionary<TKey, int> people, HashSet<TKey> hidden)
        where TKey : class
    {
        for (var changed = false; ; changed = true)
        {
            var closed = line.Parts.Where(hidden.Contains).Select(part => people[part]).ToList();
            var totalHidden = line.Total is { } total && hidden.Contains(total);
            var safe = totalHidden ? closed.Count > 0 : closed.Count == 0 || (closed.Count > 1 && (line.Overlapping ? closed.Max() : closed.Sum()) >= SmallestCell);
            var next = safe ? null : line.Parts.Where(part => people[part] > 0 && !hidden.Contains(part)).MinBy(part => people[part]) ?? line.Total;
            if (next is null || !hidden.Add(next))
            {
                return changed;
            }
        }
    }
}
