using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace CCHC.ServiceDefaults.Telemetry;

public sealed class TraceConsoleFormatterOptions : ConsoleFormatterOptions;

/// <summary>
/// One line an entry, with the trace id, so that <c>grep TRACE logs/*</c> shows a request's way through all services. What others sent, in a message or in
/// the text of an exception, can neither begin an entry of its own nor move the cursor of whoever reads.
/// </summary>
public sealed class TraceConsoleFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "trace";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z' ", CultureInfo.InvariantCulture));
        textWriter.Write(Level(logEntry.LogLevel));
        textWriter.Write(Activity.Current is { } activity ? $" {activity.TraceId} " : " - ");
        textWriter.Write(logEntry.Category);
        textWriter.Write(": ");
        textWriter.WriteLine(Harmless(logEntry.Formatter(logEntry.State, logEntry.Exception).ReplaceLineEndings(" ")));
        foreach (var line in logEntry.Exception?.ToString().ReplaceLineEndings("\n").Split('\n') ?? [])
        {
            textWriter.Write("    "); // an entry begins with its time
            textWriter.WriteLine(Harmless(line));
        }
    }

    /// <summary>Control characters, and those that turn the direction of writing, by their number.</summary>
    private static string Harmless(string text) => text.Any(IsHarmful)
        ? string.Concat(text.Select(character => IsHarmful(character) ? $"\\u{(int)character:x4}" : character.ToString()))
        : text;

    private static bool IsHarmful(char character) => char.IsControl(character) || char.GetUnicodeCategory(character) == UnicodeCategory.Format;

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Critical => "CRIT",
        LogLevel.Error => "FAIL",
        LogLevel.Warning => "WARN",
        LogLevel.Information => "info",
        _ => "dbug",
    };
}
