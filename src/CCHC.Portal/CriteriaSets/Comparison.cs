namespace CCHC.Portal.CriteriaSets;

/// <summary>What became of one set's nodes in another.</summary>
public sealed record Comparison(ComparedSet From, ComparedSet To, IReadOnlyList<ComparedRow> Rows, ComparisonSummary Summary);

public sealed record ComparedSet(Guid Id, string Code, string Name, int Year, int Version);

public sealed record ComparedRow(IReadOnlyList<string> Changes, ComparedNode? From, ComparedNode? To, bool? Comparable, string? Basis);

public sealed record ComparedNode(Guid Id, string Code, string Name, int Depth, decimal MaxPoints, bool IsLeaf, string? RuleText, string? Path);

public sealed record ComparisonSummary(
    int Unchanged, int Added, int Removed, int Moved, int Renamed, int Points, int Rule, int Comparable, int NotComparable);
