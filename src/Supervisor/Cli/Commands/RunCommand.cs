using System.CommandLine;
using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.Supervisor.Fencing.Exec;
using LustreSupervisor.Supervisor.Hosting;
using LustreSupervisor.Supervisor.Management;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary><c>supervisor run</c>: the supervisor itself, on a laptop and in a real cluster alike.</summary>
public static class RunCommand
{
    /// <summary>Where Kubernetes tells a pod its namespace.</summary>
    private const string NamespaceFile = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";

    /// <summary>Creates the command.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Create(CliContext context)
    {
        var journal = new Option<string>("--journal") { Description = "SQLite journal", HelpName = "FILE", Required = true };
        var port = new Option<int>("--management-port")
        {
            Description = "Port of the management endpoint, 0 for any free one",
            DefaultValueFactory = _ => ManagementOptions.DefaultPort,
        };
        var token = new Option<string>("--management-token-file") { Description = "Bearer token of the management endpoint", HelpName = "FILE", Required = true };
        var agents = new Option<string?>("--agent-directory")
        {
            Description = "Agents listen on UNIX sockets in here, where all share one machine [default: on TCP with mutual TLS]",
            HelpName = "DIR",
        };
        var own = new Option<string>("--own-namespace")
        {
            Description = "Namespace of the supervisor, where it keeps the authority of its agents",
            HelpName = "NAMESPACE",
            DefaultValueFactory = _ => OwnNamespace(),
        };
        var bmc = new Option<string?>("--bmc-password-file") { Description = "Password of the management controllers", HelpName = "FILE" };
        var fence = new Option<string?>("--fence-exec")
        {
            Description = "The site's fence script and its options, for the fence agent exec (docs/fencing.md)", HelpName = "FILE",
        };
        var verbose = new Option<bool>("--verbose") { Description = "Log decisions too" };
        var command = new Command("run", "Run the supervisor (in a cluster: its container's command).")
        {
            journal, port, token, agents, own, bmc, fence, verbose, context.Options.Namespace,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            // On a laptop the supervisor dies with its hall; elsewhere nothing asks for that.
            Lifeline.Hang();
            var options = new SupervisorOptions(
                parsed.GetValue(context.Options.Kubeconfig),
                Path.GetFullPath(parsed.GetRequiredValue(journal)),
                parsed.GetValue(port),
                Path.GetFullPath(parsed.GetRequiredValue(token)),
                parsed.GetValue(agents),
                parsed.GetValue(bmc),
                parsed.GetValue(context.Options.Namespace),
                parsed.GetRequiredValue(own),
                parsed.GetValue(verbose),
                parsed.GetValue(context.Options.StateDir) is { Length: > 0 } ? context.StateDirectory(parsed) : null)
            {
                FenceExec = parsed.GetValue(fence) is { Length: > 0 } file ? ExecFenceFile.Read(file) : null,
            };
            return SupervisorHost.RunAsync(options, context.Time, cancellationToken);
        });
        return command;
    }

    private static string OwnNamespace()
    {
        try
        {
            return File.ReadAllText(NamespaceFile).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not in a cluster.
            return "default";
        }
    }
}
