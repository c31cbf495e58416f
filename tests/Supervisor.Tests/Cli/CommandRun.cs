using LustreSupervisor.Supervisor.Cli;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;

namespace LustreSupervisor.Supervisor.Tests.Cli;

/// <summary>One run of a command line in this process: what it printed and its exit code.</summary>
/// <param name="ExitCode">Exit code.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CommandRun(int ExitCode, string Out, string Error)
{
    /// <summary>The time it is in every run.</summary>
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>Runs a command line against a cluster, with output going into a pipe.</summary>
    public static Task<CommandRun> Of(FakeApiServer server, params string[] args) =>
        Of(context => context, [.. args, "--kubeconfig", server.Kubeconfig]);

    /// <summary>Runs a command line.</summary>
    public static Task<CommandRun> Of(params string[] args) => Of(context => context, args);

    /// <summary>Runs a command line in a context of the test's making.</summary>
    public static async Task<CommandRun> Of(Func<CliContext, CliContext> adapt, params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var context = adapt(new CliContext
        {
            Out = Pipe(output, CliContext.WidthOfPipes),
            Error = Pipe(error, CliContext.WidthOfPipes),
            In = TextReader.Null,
            Time = new FakeTimeProvider(Now),
            Variable = _ => null,
        });
        var code = await CommandLine.RunAsync(args, context, () => ExitCodes.Interrupted, TestContext.Current.CancellationToken);
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    /// <summary>A console that writes into a pipe of some width.</summary>
    public static IAnsiConsole Pipe(TextWriter writer, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No });
        console.Profile.Width = width;
        return console;
    }
}
