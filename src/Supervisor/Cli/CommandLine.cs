using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using LustreSupervisor.Supervisor.Cli.Commands;

namespace LustreSupervisor.Supervisor.Cli;

/// <summary>The program's command line: which commands there are, and what every one of them does about errors and signals.</summary>
public static class CommandLine
{
    /// <summary>The subcommands, in the order of the usage text.</summary>
    private static readonly Func<CliContext, Command>[] Commands =
    [
        RunCommand.Create,
        ApplyCommand.Create,
        GetCommand.Create,
        DescribeCommand.Create,
        ExplainCommand.Create,
        OrderCommands.Release,
        OrderCommands.Failover,
        OrderCommands.Fence,
        JournalCommand.Create,
        LocalCommand.Create,
        SimulateCommand.Create,
        InternalCommand.Create,
    ];

    /// <summary>Parses and runs one command line.</summary>
    /// <param name="args">Arguments, without the program's name.</param>
    /// <param name="context">What the command sees of the process.</param>
    /// <returns>One of <see cref="ExitCodes"/>, or what the command returns.</returns>
    public static async Task<int> RunAsync(string[] args, CliContext context)
    {
        using var signals = new TerminationSignals();
        return await RunAsync(args, context, () => signals.ExitCode, signals.Token);
    }

    /// <summary>The root command with every subcommand.</summary>
    /// <param name="context">What the commands see of the process.</param>
    public static RootCommand CreateRoot(CliContext context)
    {
        var root = new RootCommand("Runs the servers of the Lustre parallel file system on Kubernetes.")
        {
            context.Options.StateDir,
            context.Options.Kubeconfig,
        };
        // The default help option also answers to /h and /?, which shells offer as completions.
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        root.Options.Add(new HelpOption("--help", "-h", "-?"));
        foreach (var create in Commands)
            root.Subcommands.Add(create(context));
        RefuseUnknownFlags(root);
        return root;
    }

    /// <summary>Without this, <c>get targets --frobnicate</c> would ask for a target of that name.</summary>
    private static void RefuseUnknownFlags(Command command)
    {
        command.Validators.Add(result =>
        {
            var values = result.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens);
            foreach (var value in values.Where(value => value.Value.Length > 1 && value.Value[0] == '-'))
                result.AddError($"Unrecognized option '{value.Value}'.");
        });
        foreach (var child in command.Subcommands)
            RefuseUnknownFlags(child);
    }

    internal static async Task<int> RunAsync(
        string[] args, CliContext context, Func<int> exitCodeOfSignal, CancellationToken cancelled)
    {
        var parsed = CreateRoot(context).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        // Usage belongs to standard output when asked for, to standard error when the command line was wrong.
        var wrong = parsed.Action is ParseErrorAction;
        var invocation = new InvocationConfiguration
        {
            Output = wrong ? context.ErrorText : context.OutText,
            Error = context.ErrorText,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(invocation, cancelled);
        }
        catch (UserErrorException error)
        {
            await context.ErrorText.WriteLineAsync($"error: {error.Line}");
            return ExitCodes.UserError;
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            return exitCodeOfSignal();
        }
        // The one place that may catch everything: a fault must reach the log and the person, whatever it is.
        catch (Exception fault)
        {
            return await FaultReport.WriteAsync(context, parsed, fault);
        }
    }
}
