using System.Globalization;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Processes;

/// <summary>One line a log entry, with time, level, event id and category, handed to a sink.</summary>
/// <param name="time">Clock.</param>
/// <param name="sink">Takes whole lines; must be safe to call from several threads.</param>
public sealed class LineLoggerProvider(TimeProvider time, Action<string> sink) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new LineLogger(categoryName.Split('.')[^1], time, sink);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The sink belongs to the caller.
    }

    private sealed class LineLogger(string category, TimeProvider time, Action<string> sink) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            var text = formatter(state, exception) + (exception is null ? "" : $" | {exception}");
            sink(string.Create(CultureInfo.InvariantCulture,
                $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {logLevel} {eventId.Id} {category}: {text}\n"));
        }
    }
}
