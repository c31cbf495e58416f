using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Agent.Tests.Rigs;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Tests;

/// <summary>Targets on ZFS: a pool each, imported before the mount and exported after it.</summary>
public sealed class ZfsTests
{
    private const string Pool = "demo-ost000a";

    [Fact]
    public async Task A_pool_is_made_exported_imported_mounted_and_let_go()
    {
        await using var rig = await RigAsync();
        var session = await rig.StartSessionAsync();
        var formatted = await RunAsync(rig, session, AgentOperation.Format);
        Assert.Equal((null, FakeTools.PoolId), (formatted.Fault, formatted.DeviceUuid));
        Assert.Contains($"mkfs.lustre --ost --backfstype=zfs --fsname=demo --index=10 --mgsnode=10.0.0.1@tcp "
            + $"--servicenode=10.0.0.11@tcp --servicenode=10.0.0.12@tcp {Pool}/ost000a {rig.Device}", rig.Tools.Calls);
        Assert.False(rig.Tools.Has("imported.pool"));

        Assert.Null((await RunAsync(rig, session, AgentOperation.Mount)).Fault);
        Assert.Contains($"zpool import -o cachefile=none -N -d {rig.Device} {Pool}", rig.Tools.Calls);
        Assert.Equal($"{Pool}/ost000a", rig.Tools.Read("mounted"));

        var gone = await RunAsync(rig, session, AgentOperation.Unmount);
        Assert.Equal((null, true), (gone.Fault, gone.AbsentEverywhere));
        Assert.False(rig.Tools.Mounted || rig.Tools.Has("imported.pool"));
    }

    [Fact]
    public async Task A_format_whose_answer_was_lost_is_recognised()
    {
        await using var rig = await RigAsync();
        rig.Tools.Set("pool", FakeTools.PoolId);
        var session = await rig.StartSessionAsync();
        Assert.Equal(FakeTools.PoolId, (await RunAsync(rig, session, AgentOperation.Format)).DeviceUuid);
        Assert.DoesNotContain(rig.Tools.Calls, c => c.StartsWith("mkfs.lustre", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pool_that_was_not_exported_is_taken_only_after_a_proof()
    {
        await using var rig = await RigAsync();
        rig.Tools.Set("pool", FakeTools.PoolId);
        rig.Tools.Set("unexported");
        var session = await rig.StartSessionAsync();
        var refused = await RunAsync(rig, session, AgentOperation.Mount);
        Assert.Equal((FaultKind.Target, "NotExported"), (refused.Fault?.Kind, refused.Fault?.Reason));
        Assert.DoesNotContain(rig.Tools.Calls, c => c.Contains(" -f ", StringComparison.Ordinal));

        Assert.Null((await RunAsync(rig, session, AgentOperation.Mount, proved: true)).Fault);
        Assert.True(rig.Tools.Mounted);
    }

    [Fact]
    public async Task A_pool_that_another_host_writes_is_left_alone_whatever_was_proved()
    {
        await using var rig = await RigAsync();
        rig.Tools.Set("pool", FakeTools.PoolId);
        rig.Tools.Set("active");
        var session = await rig.StartSessionAsync();
        var refused = await RunAsync(rig, session, AgentOperation.Mount, proved: true);
        Assert.Equal((FaultKind.Target, "ActiveElsewhere"), (refused.Fault?.Kind, refused.Fault?.Reason));
        Assert.Contains("oss9", refused.Fault!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(rig.Tools.Calls, c => c.Contains(" -f ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pool_without_multihost_is_not_mounted_and_is_let_go()
    {
        await using var rig = await RigAsync();
        rig.Tools.Set("pool", FakeTools.PoolId);
        rig.Tools.Set("multihost", "off");
        var session = await rig.StartSessionAsync();
        Assert.Equal("MultihostOff", (await RunAsync(rig, session, AgentOperation.Mount)).Fault?.Reason);
        Assert.False(rig.Tools.Mounted || rig.Tools.Has("imported.pool"));
    }

    [Fact]
    public async Task A_pool_of_another_GUID_is_not_even_imported()
    {
        await using var rig = await RigAsync();
        rig.Tools.Set("pool", "42");
        var session = await rig.StartSessionAsync();
        Assert.Equal("ForeignTarget", (await RunAsync(rig, session, AgentOperation.Mount)).Fault?.Reason);
        Assert.DoesNotContain(rig.Tools.Calls, c => c.StartsWith("zpool import", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failed_mount_lets_the_pool_go()
    {
        await using var rig = await RigAsync();
        rig.Tools.Set("pool", FakeTools.PoolId);
        rig.Tools.Fail("mount", 6, "bad config log");
        var session = await rig.StartSessionAsync();
        Assert.Equal("BadConfiguration", (await RunAsync(rig, session, AgentOperation.Mount)).Fault?.Reason);
        Assert.False(rig.Tools.Has("imported.pool"));
    }

    [Fact]
    public async Task A_host_without_an_id_touches_no_pool()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Write("sys/module/spl/parameters/spl_hostid", "0\n");
        var session = await rig.StartSessionAsync();
        var refused = await RunAsync(rig, session, AgentOperation.Format);
        Assert.Equal((FaultKind.Node, "NoHostId"), (refused.Fault?.Kind, refused.Fault?.Reason));
        Assert.DoesNotContain(rig.Tools.Calls, c => c.StartsWith("mkfs", StringComparison.Ordinal));
    }

    private static async Task<AgentRig> RigAsync()
    {
        var rig = await AgentRig.CreateAsync();
        rig.Write("sys/module/spl/parameters/spl_hostid", "8323328\n");
        return rig;
    }

    private static Task<AgentOutcome> RunAsync(AgentRig rig, IAgentSession session, AgentOperation operation, bool proved = false) =>
        session.ExecuteAsync(
            rig.Order(operation, operation == AgentOperation.Format ? "" : FakeTools.PoolId) with { Backend = "zfs", ForceImportAllowed = proved },
            CancellationToken.None);
}
