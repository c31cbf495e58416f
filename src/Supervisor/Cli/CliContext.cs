using LustreSupervisor.Supervisor.Journal.Reading;
using Spectre.Console;

namespace LustreSupervisor.Supervisor.Cli;

/// <summary>What commands see of the process they run in. Tests hand in their own, so that no command touches statics.</summary>
public sealed record CliContext
{
    /// <summary>
    /// Columns assumed where output is no terminal: lines of a table must not be folded, because programs read them.
    /// </summary>
    public const int WidthOfPipes = 1000;

    /// <summary>Standard output: results.</summary>
    public required IAnsiConsole Out { get; init; }

    /// <summary>Standard error: faults, and progress where results are piped.</summary>
    public required IAnsiConsole Error { get; init; }

    /// <summary>Standard input, for <c>-f -</c>.</summary>
    public required TextReader In { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Reads an environment variable; null when it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Reads a target's history from the journal; null where no journal can be read.</summary>
    public ITargetHistory? History { get; init; }

    /// <summary>Options that several commands share; one set per parsed command line.</summary>
    public SharedOptions Options { get; } = new();

    /// <summary>Standard output without styles or folding, for text that programs read.</summary>
    public TextWriter OutText => Out.Profile.Out.Writer;

    /// <summary>Standard error without styles or folding: an error is one line, however long.</summary>
    public TextWriter ErrorText => Error.Profile.Out.Writer;

    /// <summary>The context of the running process.</summary>
    public static CliContext ForThisProcess() => new()
    {
        Out = ConsoleOn(Console.Out),
        Error = ConsoleOn(Console.Error),
        In = Console.In,
        Time = TimeProvider.System,
        Variable = Environment.GetEnvironmentVariable,
        History = new JournalTargetHistory(),
    };

    private static IAnsiConsole ConsoleOn(TextWriter writer)
    {
        var output = new AnsiConsoleOutput(writer);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = output });
        if (!output.IsTerminal)
            console.Profile.Width = WidthOfPipes;
        return console;
    }
}
