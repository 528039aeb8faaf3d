namespace CCHC.OfficialDocuments.Templates;

/// <summary>A file cannot be used as a template; the message says why and what to do, in Vietnamese.</summary>
/// <param name="code">Stable: <c>template.unknown-place</c>.</param>
/// <param name="message">For whoever sent the file.</param>
/// <param name="details">What exactly is wrong, one line each.</param>
public sealed class TemplateException(string code, string message, IReadOnlyList<string>? details = null) : Exception(message)
{
    public string Code { get; } = code;

    public IReadOnlyList<string> Details { get; } = details ?? [];
}
