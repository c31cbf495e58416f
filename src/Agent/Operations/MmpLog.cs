using LustreSupervisor.Agent.Tools;
using LustreSupervisor.Topology.Agents.Mounts;
using LustreSupervisor.Topology.Agents.Parsing;

namespace LustreSupervisor.Agent.Operations;

/// <summary>Asks the kernel's log what multi-mount protection had to say about a mount.</summary>
internal sealed class MmpLog(ILustre lustre)
{
    /// <summary>Stamp of the newest line; null when the log cannot be read.</summary>
    public async Task<double?> MarkAsync(CancellationToken cancellationToken) => (await ReadAsync(cancellationToken))?.LastSeconds;

    /// <summary>The refusal of this device since <paramref name="mark"/>; null when the log tells of none or cannot be read.</summary>
    public async Task<MmpRefusal?> SinceAsync(double? mark, string device, CancellationToken cancellationToken)
    {
        if (mark is not { } after || await ReadAsync(cancellationToken) is not { } log)
            return null;
        return MmpLogRule.Find(log, [Path.GetFileName(MountPlace.Final(device)), Path.GetFileName(device)], after);
    }

    private async Task<KernelLog?> ReadAsync(CancellationToken cancellationToken)
    {
        var printed = await lustre.KernelLogAsync(cancellationToken);
        try
        {
            return printed.Succeeded ? KernelLog.Parse(printed.Stdout) : null;
        }
        catch (UnrecognizedOutputException)
        {
            // The log is only asked to tell two faults apart; without it the graver one is not assumed.
            return null;
        }
    }
}
