using System.CommandLine;

namespace LustreSupervisor.Supervisor.Cli;

/// <summary>Options that several commands share.</summary>
public sealed class SharedOptions
{
    /// <summary>Name of the directory under the user's state home.</summary>
    public const string DirectoryName = "lustre-supervisor";

    /// <summary><c>--state-dir</c>, known to every command.</summary>
    public Option<string?> StateDir { get; } = new("--state-dir")
    {
        Description = $"Directory of the laptop cluster and the journal [default: $XDG_STATE_HOME/{DirectoryName}]",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary><c>--kubeconfig</c>, known to every command.</summary>
    public Option<string?> Kubeconfig { get; } = new("--kubeconfig")
    {
        Description = "Cluster to talk to [default: $KUBECONFIG, else the state directory's]",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary><c>-o table|json|yaml</c>, for commands that print a result.</summary>
    public Option<OutputFormat> Output { get; } =
        CreateOutput(OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml);

    /// <summary><c>-o table|wide|json|yaml|name</c>, for commands that list resources.</summary>
    public Option<OutputFormat> ListOutput { get; } =
        CreateOutput(OutputFormat.Table, OutputFormat.Wide, OutputFormat.Json, OutputFormat.Yaml, OutputFormat.Name);

    /// <summary><c>-n</c>, for commands on resources of a namespace.</summary>
    public Option<string?> Namespace { get; } = new("--namespace", "-n")
    {
        Description = "Only this namespace [default: all]",
        HelpName = "NAMESPACE",
    };

    /// <summary><c>-A</c>: every namespace, with a column that says which.</summary>
    public Option<bool> AllNamespaces { get; } = new("--all-namespaces", "-A") { Description = "All namespaces, and show them" };

    private static Option<OutputFormat> CreateOutput(params OutputFormat[] formats)
    {
        var names = formats.Select(format => format.ToString().ToLowerInvariant()).ToArray();
        var option = new Option<OutputFormat>("--output", "-o")
        {
            Description = "Form of the output",
            HelpName = string.Join('|', names),
            DefaultValueFactory = _ => OutputFormat.Table,
            CustomParser = result =>
            {
                var at = Array.IndexOf(names, result.Tokens[0].Value);
                if (at >= 0)
                    return formats[at];
                result.AddError($"Output '{result.Tokens[0].Value}' is not one of {string.Join(", ", names)}.");
                return OutputFormat.Table;
            },
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add(_ => names.Select(name => new System.CommandLine.Completions.CompletionItem(name)));
        return option;
    }
}
