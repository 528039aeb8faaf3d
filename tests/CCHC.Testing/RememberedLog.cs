using System.Collections.Concurrent;
using CCHC.ServiceDefaults.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CCHC.Testing;

/// <summary>What a process writes to its log, as it writes it in production. Its level is that of production too, <c>Logging:Remembered:LogLevel:Default</c> where it is set.</summary>
[ProviderAlias("Remembered")]
public sealed class RememberedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _entries = new();
    private readonly TraceConsoleFormatter _formatter = new(TimeProvider.System);

    public IReadOnlyCollection<string> Entries => [.. _entries];

    /// <summary>Those of what an operator looks for, without what comes before their name.</summary>
    public IReadOnlyList<string> Security => [.. Entries.Where(entry => entry.Contains(" CCHC.Security: ", StringComparison.Ordinal)).Select(entry => entry.Split(" CCHC.Security: ")[1].TrimEnd())];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(RememberedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            using var text = new StringWriter();
            log._formatter.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), scopeProvider: null, text);
            log._entries.Enqueue(text.ToString());
        }
    }
}
