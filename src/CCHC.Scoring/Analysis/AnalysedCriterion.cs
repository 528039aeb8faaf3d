namespace CCHC.Scoring.Analysis;

/// <summary>A node of the criteria set as analyses look at it: a leaf, or a criterion or field with all leaves beneath it.</summary>
/// <param name="Code">Of the node.</param>
/// <param name="LeafCodes">The leaves beneath, or the leaf itself; at least one.</param>
public sealed record AnalysedCriterion(string Code, IReadOnlyList<string> LeafCodes)
{
    public static AnalysedCriterion Leaf(string code) => new(code, [code]);

    /// <summary>The codes of its leaves, once it is certain that the group has them all.</summary>
    /// <exception cref="ArgumentException">The criterion has no leaf, or one that no unit of the group has.</exception>
    internal HashSet<string> LeavesOf(AnalysedGroup group)
    {
        if (LeafCodes.Count == 0)
        {
            throw new ArgumentException($"Criterion {Code} has no leaf.", nameof(group));
        }

        return LeafCodes.FirstOrDefault(code => !group.Leaves.ContainsKey(code)) is { } unknown
            ? throw new ArgumentException($"Criterion {Code} has a leaf {unknown} that no unit has.", nameof(group))
            : LeafCodes.ToHashSet(StringComparer.Ordinal);
    }
}
