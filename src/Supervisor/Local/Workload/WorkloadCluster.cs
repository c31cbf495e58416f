using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Local.Demo;

namespace LustreSupervisor.Supervisor.Local.Workload;

/// <summary>The cluster that a workload runs on: one that runs already, else one of its own with the sample file system.</summary>
internal sealed class WorkloadCluster : IAsyncDisposable
{
    private readonly HallClient? attached;
    private readonly DemoCluster? own;

    private WorkloadCluster(StateDirectory directory, HallStatus status, HallClient? attached, DemoCluster? own) =>
        (Directory, Status, this.attached, this.own) = (directory, status, attached, own);

    /// <summary>Its state.</summary>
    public StateDirectory Directory { get; }

    /// <summary>The hall as it was at the beginning.</summary>
    public HallStatus Status { get; }

    /// <summary>The hall.</summary>
    public IHallControl Hall => (IHallControl?)attached ?? own!.Hall;

    /// <summary>Finds the cluster, or starts one.</summary>
    /// <param name="context">The process.</param>
    /// <param name="settings">What is wanted.</param>
    /// <param name="usual">State directory in which a person's own cluster runs.</param>
    /// <param name="stage">Told what is waited for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StateException">It cannot be started.</exception>
    public static async Task<WorkloadCluster> OpenAsync(
        CliContext context, WorkloadSettings settings, StateDirectory usual, Action<string> stage, CancellationToken cancellationToken)
    {
        var hall = HallClient.For(usual);
        if (hall is not null && await hall.TryStatusAsync(cancellationToken) is { Ready: true } status)
        {
            stage($"uses the cluster in {usual.Root}");
            return new WorkloadCluster(usual, status, hall, null);
        }

        hall?.Dispose();
        var own = await DemoCluster.StartAsync(new DemoSettings(settings.StateDirectory, null, false), context.Time, stage, cancellationToken);
        try
        {
            await LocalDemo.ApplySampleAsync(context, own.Directory, cancellationToken);
            stage("applied deploy/samples/scratch.yaml: 1 MGS, 1 MDT, 4 OSTs");
            return new WorkloadCluster(own.Directory, own.Status, null, own);
        }
        catch
        {
            await own.DisposeAsync();
            throw;
        }
    }

    /// <summary>The state is worth a look: a temporary directory stays.</summary>
    /// <returns>The directory when it was to be removed, else null.</returns>
    public string? KeepState()
    {
        if (own is null)
            return null;
        own.KeepState = true;
        return Directory.Root;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        attached?.Dispose();
        if (own is not null)
            await own.DisposeAsync();
    }
}
