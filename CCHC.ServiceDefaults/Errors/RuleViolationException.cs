namespace CCHC.ServiceDefaults.Errors;

/// <summary>A rule of the business was broken; becomes 409 with the code, and the message as written, in the caller's language.</summary>
public sealed class RuleViolationException(string code, string message, IReadOnlyList<string>? details = null) : Exception(message)
{
    /// <summary><c>noun.reason</c>, stable: scripts may depend on it.</summary>
    public string Code { get; } = code;

    /// <summary>Member of the request that is wrong, such as <c>groups[0].unitIds</c>, so that a form can say it there; null when it is none alone.</summary>
    public string? Field { get; init; }

    /// <summary>What exactly is wrong, one line each, such as the leaves that are still empty.</summary>
    public IReadOnlyList<string> Details { get; } = details ?? [];
}
