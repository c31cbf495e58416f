using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Local.Views;

namespace LustreSupervisor.Supervisor.Local;

/// <summary><c>supervisor local up</c> in the foreground: this process is the hall, and shows it.</summary>
internal static class LocalUp
{
    /// <summary>Starts the cluster, shows it until Ctrl-C or <c>local down</c>, and ends it.</summary>
    /// <param name="context">The process.</param>
    /// <param name="settings">What is wanted.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>Exit code.</returns>
    public static async Task<int> RunAsync(CliContext context, LocalSettings settings, CancellationToken cancellationToken)
    {
        var options = settings.Settle();
        await using var hall = await MachineHall.StartAsync(
            options, context.Time, stage => context.ErrorText.WriteLine($"{stage} …"), cancellationToken);
        await context.ErrorText.WriteLineAsync(
            $"ready: export KUBECONFIG={options.Directory.KubeconfigFile}; {Endpoint(options)}; Ctrl-C ends it");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var view = LiveClusterView.RunAsync(context, hall, options.Directory, ended.Token);
        // Both Ctrl-C and `local down` are what was asked for, so neither is an error.
        await Task.WhenAny(hall.StopAsked, WhenCancelledAsync(cancellationToken));
        await ended.CancelAsync();
        await view;
        await context.ErrorText.WriteLineAsync("stopping …");
        return ExitCodes.Ok;
    }

    /// <summary>Where the supervisor can be asked, in words.</summary>
    /// <param name="options">Set-up.</param>
    internal static string Endpoint(HallOptions options) =>
        options.WithSupervisor ? $"management endpoint http://127.0.0.1:{options.ManagementPort}" : "no supervisor";

    private static async Task WhenCancelledAsync(CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(cancelled.SetResult);
        await cancelled.Task;
    }
}
