using System.Text.Json;
using LustreSupervisor.LocalCluster.State;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes.Registration;

/// <summary>Reports devices that come while the node runs, as udev and a rescan of the bus let a node agent see them.</summary>
/// <param name="report">Where to tell.</param>
/// <param name="look">What the node reaches now.</param>
/// <param name="time">Clock.</param>
/// <param name="log">The node's log.</param>
internal sealed class DeviceLoop(LustreNodeReport report, Func<IReadOnlyList<ReportedDevice>> look, TimeProvider time, ILogger log)
{
    /// <summary>Between two looks: a person who adds a disk watches.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Runs until cancelled.</summary>
    /// <param name="options">The node.</param>
    /// <param name="identity">Machine and boot.</param>
    /// <param name="told">What was reported last.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(NodeOptions options, NodeIdentity identity, IReadOnlyList<ReportedDevice> told, CancellationToken cancellationToken)
    {
        var last = Text(told);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (Look() is not { } devices || Text(devices) == last)
                continue;
            await report.PublishAsync(options.Name, identity, options.Interfaces, devices, cancellationToken);
            last = Text(devices);
        }
    }

    private static string Text(IReadOnlyList<ReportedDevice> devices) => JsonSerializer.Serialize(devices);

    private IReadOnlyList<ReportedDevice>? Look()
    {
        try
        {
            return look();
        }
        catch (StateException error)
        {
            NodeLog.TriedAgain(log, "looking for devices", error.Message);
            return null;
        }
    }
}
