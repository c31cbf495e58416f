using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Agent.Tests.Rigs;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Tests;

/// <summary>A tool that may be writing the device is never killed; its time is bounded all the same.</summary>
public sealed class HungTests
{
    [Fact]
    public async Task A_hung_umount_is_reported_and_goes_on_until_it_ends_by_itself()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        var session = await rig.StartSessionAsync();
        Assert.Null((await session.ExecuteAsync(rig.Order(AgentOperation.Mount, FakeTools.Uuid), CancellationToken.None)).Fault);
        rig.Tools.Set("umount.hold");
        var hung = await session.ExecuteAsync(rig.Order(AgentOperation.Unmount, timeoutSeconds: 1), CancellationToken.None);
        Assert.Equal((FaultKind.UnmountHung, "UnmountHung", false), (hung.Fault?.Kind, hung.Fault?.Reason, hung.AbsentEverywhere));

        // Reports go on meanwhile, and say so until it is acknowledged.
        using var bound = new CancellationTokenSource(Eventually.Within);
        var report = await session.WatchAsync(bound.Token).FirstAsync(bound.Token);
        Assert.Equal((FaultKind.UnmountHung, hung.FaultNumber), (report.Fault?.Kind, report.FaultNumber));
        Assert.True(rig.Tools.Mounted);

        rig.Tools.Clear("umount.hold");
        await Eventually.TrueAsync(() => !rig.Tools.Mounted, "the umount that hung has ended");
        Assert.Single(rig.Tools.Calls, c => c.StartsWith("umount ", StringComparison.Ordinal));
    }
}
