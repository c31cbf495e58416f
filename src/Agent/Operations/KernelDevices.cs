using LustreSupervisor.Agent.Tools;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;

namespace LustreSupervisor.Agent.Operations;

/// <summary>What lives in this kernel, by <c>lctl dl</c>.</summary>
internal sealed class KernelDevices(ILustre lustre, TimeProvider time)
{
    /// <summary>A dead pod's mount goes away a little after the pod: fast enough to lose no time, slow enough to cost none.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>The kernel's devices; null when they cannot be read.</summary>
    /// <exception cref="UnrecognizedOutputException">A line is not understood.</exception>
    public async Task<DeviceList?> ReadAsync(CancellationToken cancellationToken)
    {
        var listed = await lustre.DeviceListAsync(cancellationToken);
        return listed.Succeeded ? DeviceList.Parse(listed.Stdout) : null;
    }

    /// <summary>Waits until nothing of the target is left in this kernel.</summary>
    /// <returns>True: gone. False: still there at the deadline. Null: the kernel's devices cannot be read.</returns>
    public async Task<bool?> WaitGoneAsync(string label, Deadline deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            var devices = await ReadAsync(cancellationToken);
            if (devices is null || !devices.Holds(label))
                return devices is null ? null : true;
            if (deadline.Passed)
                return false;
            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    /// <summary>Device below the target of this name that runs in this kernel; null when the kernel does not say.</summary>
    /// <exception cref="UnrecognizedOutputException">The answer is no parameter.</exception>
    public async Task<string?> MountedDeviceAsync(WantedTarget target, CancellationToken cancellationToken)
    {
        var answer = await lustre.GetParamAsync([$"osd-*.{target.Label}.mntdev"], cancellationToken);
        return answer.Succeeded && ParameterOutput.Parse(answer.Stdout) is [{ Value.Length: > 0 } only] ? only.Value : null;
    }
}
