using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace CCHC.ServiceDefaults.Telemetry;

public sealed class TraceConsoleFormatterOptions : ConsoleFormatterOptions;

/// <summary>One line an entry, with the trace id, so that <c>grep TRACE logs/*</c> shows a request's way through all services.</summary>
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
        textWriter.Write(logEntry.Formatter(logEntry.State, logEntry.Exception).ReplaceLineEndings(" "));
        textWriter.WriteLine();
        if (logEntry.Exception is not null)
        {
            textWriter.WriteLine(logEntry.Exception);
        }
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Critical => "CRIT",
        LogLevel.Error => "FAIL",
        LogLevel.Warning => "WARN",
        LogLevel.Information => "info",
        _ => "dbug",
    };
}
