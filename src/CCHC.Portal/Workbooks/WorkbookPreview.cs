using CCHC.Scoring;

namespace CCHC.Portal.Workbooks;

/// <summary>What a workbook would change; travels from the preview to its application in the page itself.</summary>
public sealed record WorkbookPreview(IReadOnlyList<WorkbookChange> Changes, IReadOnlyList<IgnoredCell> Ignored, int Unchanged);

public sealed record WorkbookChange(
    string LeafCode, string Name, uint Version, LeafData Data, string? Explanation, string? Supplement, string? Evidence, IReadOnlyList<WorkbookLine> Lines,
    decimal? PointsBefore, decimal? PointsAfter, decimal MaxPoints, string? Problem, string? Note);

public sealed record WorkbookLine(string Label, string? Before, string? After);

public sealed record IgnoredCell(string Cell, string Why);
