namespace CCHC.Portal.Submissions;

public enum FindingSeverity
{
    Error,
    Warning,
    Hint,
}

/// <summary>What is found in a sheet before it is submitted, errors first.</summary>
public sealed record SheetFindings(IReadOnlyList<SheetFinding> Items)
{
    public IReadOnlyList<SheetFinding> Of(FindingSeverity severity) => [.. Items.Where(item => item.Severity == severity)];
}

/// <param name="Key">By which the head accepts a warning.</param>
/// <param name="Title">Of the rule that found it.</param>
public sealed record SheetFinding(string Key, FindingSeverity Severity, string Title, string? LeafCode, string? LeafName, string Text);
