using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.Supervisor.Local.Demo;

/// <summary>
/// The cluster that a demo runs on. Normally this process is its hall, so that nothing can outlive the demo, not even a kill -9 of it;
/// a cluster that is to be kept gets a hall of its own.
/// </summary>
internal sealed class DemoCluster : IAsyncDisposable
{
    private readonly MachineHall? ours;
    private readonly HallClient? kept;
    private readonly bool temporary;

    private DemoCluster(StateDirectory directory, bool temporary, MachineHall? ours, HallClient? kept, HallStatus status)
    {
        Directory = directory;
        this.temporary = temporary;
        this.ours = ours;
        this.kept = kept;
        Status = status;
    }

    /// <summary>Its state.</summary>
    public StateDirectory Directory { get; }

    /// <summary>The hall as it was when everything was up.</summary>
    public HallStatus Status { get; }

    /// <summary>The hall.</summary>
    public IHallControl Hall => (IHallControl?)ours ?? kept!;

    /// <summary>Set when the state is worth a look: then a temporary directory stays.</summary>
    public bool KeepState { get; set; }

    /// <summary>Starts a cluster.</summary>
    /// <param name="settings">What is wanted.</param>
    /// <param name="time">Clock.</param>
    /// <param name="stage">Told what is waited for.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <exception cref="StateException">It does not start.</exception>
    public static async Task<DemoCluster> StartAsync(
        DemoSettings settings, TimeProvider time, Action<string> stage, CancellationToken cancellationToken)
    {
        var root = settings.StateDirectory ?? System.IO.Directory.CreateTempSubdirectory("lustre-demo-").FullName;
        var directory = new StateDirectory(root);
        var temporary = settings.StateDirectory is null && !settings.Keep;
        try
        {
            var options = new LocalSettings(directory, DemoLimits.Nodes, null, DemoLimits.DelayFactor).Settle();
            if (settings.Keep)
            {
                var status = await DetachedHall.StartAsync(options, time, stage, cancellationToken);
                return new DemoCluster(directory, temporary, null, HallClient.For(directory), status);
            }

            var hall = await MachineHall.StartAsync(options, time, stage, cancellationToken);
            return new DemoCluster(directory, temporary, hall, null, await hall.StatusAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (temporary)
        {
            System.IO.Directory.Delete(root, recursive: true);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        kept?.Dispose();
        if (ours is not null)
            await ours.DisposeAsync();
        if (temporary && !KeepState)
            System.IO.Directory.Delete(Directory.Root, recursive: true);
    }
}
