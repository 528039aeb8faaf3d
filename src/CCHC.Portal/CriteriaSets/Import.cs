using System.Text.Json;

namespace CCHC.Portal.CriteriaSets;

/// <summary>What was read from an annex, before anything is stored.</summary>
public sealed record ImportPreview(string? Name, int Leaves, decimal Total, IReadOnlyList<ImportDoubt> Doubts, IReadOnlyList<ImportRow> Rows)
{
    /// <summary>Which column of the sheet held what; handed back as it came.</summary>
    public JsonElement? Columns { get; init; }
}

/// <summary>A cell that can be read in more than one way: where it stands, what was typed, what was assumed.</summary>
public sealed record ImportDoubt(int Row, string? Column, string? Text, string? Assumed);

/// <summary>A row as typed; points too are text. Skipped is null where the text decides; what follows it is handed back as it came.</summary>
public sealed record ImportRow(int Row, string? Code, string? Name, string? MaxPoints, string? Method, string? Evidence, bool? Skipped, int? Level = null, string? Exact = null,
    bool MethodRepeated = false);
