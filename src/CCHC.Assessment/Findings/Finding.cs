using System.Security.Cryptography;
using System.Text;

namespace CCHC.Assessment.Findings;

public enum FindingSeverity
{
    /// <summary>Keeps the sheet from being submitted.</summary>
    Error,

    /// <summary>The head has to tick it: seen, and submitted all the same.</summary>
    Warning,

    /// <summary>Worth a look.</summary>
    Hint,
}

/// <summary>Something a careful reader of a sheet would stop at.</summary>
/// <param name="Rule">Id of the rule in <see cref="FindingRules"/>.</param>
/// <param name="Severity">What follows from it.</param>
/// <param name="LeafCode">Where to put it right; null for the sheet as a whole.</param>
/// <param name="Text">In Vietnamese: what is the matter and what to do.</param>
public sealed record Finding(string Rule, FindingSeverity Severity, string? LeafCode, string Text)
{
    private const int KeyBytes = 9;

    /// <summary>What the head ticks; another one as soon as the matter itself is another.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Rule}\n{LeafCode}\n{Text}")).AsSpan(0, KeyBytes));
}
