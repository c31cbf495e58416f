using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Agent.Tests.Rigs;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Tests;

/// <summary>The life of an agent as its supervisor sees it: a process, a socket, tools and a Lease.</summary>
public sealed class LifeTests
{
    [Fact]
    public async Task Formats_mounts_reports_and_unmounts()
    {
        await using var rig = await AgentRig.CreateAsync();
        var session = await rig.StartSessionAsync();
        Assert.Equal(new KernelId(AgentRig.SystemUuid, AgentRig.BootId), session.Kernel);
        Assert.Equal("uid-of-the-pod", session.PodUid);

        var formatted = await session.ExecuteAsync(rig.Order(AgentOperation.Format), CancellationToken.None);
        Assert.Null(formatted.Fault);
        Assert.Equal(FakeTools.Uuid, formatted.DeviceUuid);
        Assert.Equal("1.1.n1", rig.Tools.Read("stamp"));

        var mounted = await session.ExecuteAsync(rig.Order(AgentOperation.Mount, FakeTools.Uuid), CancellationToken.None);
        Assert.Null(mounted.Fault);
        Assert.Equal(FakeTools.Uuid, mounted.DeviceUuid);
        Assert.True(rig.Tools.Mounted);

        using var bound = new CancellationTokenSource(Eventually.Within);
        var serving = await session.WatchAsync(bound.Token).FirstAsync(r => r.Recovery == "INACTIVE", bound.Token);
        Assert.Equal((true, "healthy", null), (serving.Mounted, serving.Health, serving.Fault));
        var full = await session.WatchAsync(bound.Token).FirstAsync(r => r.Figures.BytesTotal > 0, bound.Token);
        Assert.Equal(new AgentFigures(1000 << 10, 900 << 10, 0, 0, 0, 1, 0, 4), full.Figures);

        var unmounted = await session.ExecuteAsync(rig.Order(AgentOperation.Unmount), CancellationToken.None);
        Assert.Equal((null, true), (unmounted.Fault, unmounted.AbsentEverywhere));
        Assert.False(rig.Tools.Mounted);
    }

    [Fact]
    public async Task The_Lease_names_incarnation_and_kernel_and_keeps_what_it_does_not_know()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Api.Seed("demo-ost000a", "1.1.old");
        rig.Api.ConflictOnce();
        var session = await rig.StartSessionAsync(new IncarnationId(1, 2, "new"));
        Assert.Null((await session.ExecuteAsync(rig.Order(AgentOperation.Format), CancellationToken.None)).Fault);

        var lease = rig.Api.Lease("demo-ost000a")!;
        Assert.Equal("1.2.new", rig.Api.Holder("demo-ost000a"));
        Assert.Equal("kept", (string?)lease["metadata"]!["uid"]);
        Assert.Equal($"{AgentRig.SystemUuid}/{AgentRig.BootId}",
            (string?)lease["metadata"]!["annotations"]!["lustre.cloudnative-hpc.io/kernel"]);
        Assert.Equal("1.2.new", (string?)lease["metadata"]!["annotations"]!["lustre.cloudnative-hpc.io/incarnation"]);
        Assert.Equal(4, (int?)lease["spec"]!["leaseTransitions"]);
    }

    [Fact]
    public async Task A_repeated_order_is_answered_and_not_run_again()
    {
        await using var rig = await AgentRig.CreateAsync();
        var session = await rig.StartSessionAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        var order = rig.Order(AgentOperation.Mount, FakeTools.Uuid);
        var first = await session.ExecuteAsync(order, CancellationToken.None);
        Assert.Equal(first, await (await rig.ConnectAsync(AgentRig.First)).ExecuteAsync(order, CancellationToken.None));
        Assert.Single(rig.Tools.Calls, c => c.StartsWith("mount ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_operation_outlives_the_session_that_ordered_it()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        rig.Tools.Set("mount.hold");
        var broken = await rig.StartSessionAsync();
        var order = rig.Order(AgentOperation.Mount, FakeTools.Uuid);
        var lost = broken.ExecuteAsync(order, CancellationToken.None);
        await Eventually.TrueAsync(() => rig.Tools.Calls.Any(c => c.StartsWith("mount ", StringComparison.Ordinal)), "mount called");
        await broken.DisposeAsync();
        await Assert.ThrowsAsync<AgentSessionException>(() => lost);

        var session = await rig.ConnectAsync(AgentRig.First);
        var joined = session.ExecuteAsync(order, CancellationToken.None);
        var other = await session.ExecuteAsync(rig.Order(AgentOperation.Unmount), CancellationToken.None);
        Assert.Equal((FaultKind.Transient, "Busy"), (other.Fault?.Kind, other.Fault?.Reason));
        rig.Tools.Clear("mount.hold");
        Assert.Null((await joined).Fault);
        Assert.Single(rig.Tools.Calls, c => c.StartsWith("mount ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_an_unmount_this_life_mounts_nothing_again()
    {
        await using var rig = await AgentRig.CreateAsync();
        var session = await rig.StartSessionAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        Assert.True((await session.ExecuteAsync(rig.Order(AgentOperation.Unmount), CancellationToken.None)).AbsentEverywhere);
        Assert.Equal("LifeOver", (await session.ExecuteAsync(rig.Order(AgentOperation.Mount), CancellationToken.None)).Fault?.Reason);
        Assert.DoesNotContain(rig.Tools.Calls, c => c.StartsWith("mount ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mount_that_vanishes_is_a_fault_until_it_is_acknowledged()
    {
        await using var rig = await AgentRig.CreateAsync();
        var session = await rig.StartSessionAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        await session.ExecuteAsync(rig.Order(AgentOperation.Mount), CancellationToken.None);
        rig.Tools.Clear("mounted");
        using var bound = new CancellationTokenSource(Eventually.Within);
        var report = await session.WatchAsync(bound.Token).FirstAsync(r => r.Fault is not null, bound.Token);
        Assert.Equal((FaultKind.PodCrashed, "MountVanished", false), (report.Fault!.Kind, report.Fault.Reason, report.Mounted));

        var again = await (await rig.ConnectAsync(AgentRig.First)).WatchAsync(bound.Token).FirstAsync(bound.Token);
        Assert.Equal(report.FaultNumber, again.FaultNumber);
        await session.AcknowledgeAsync(report.FaultNumber, bound.Token);
        Assert.Null((await session.WatchAsync(bound.Token).FirstAsync(bound.Token)).Fault);
    }

    [Fact]
    public async Task An_LBUG_is_the_nodes_fault()
    {
        await using var rig = await AgentRig.CreateAsync();
        var session = await rig.StartSessionAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        await session.ExecuteAsync(rig.Order(AgentOperation.Mount), CancellationToken.None);
        rig.Tools.Set("health", "LBUG");
        using var bound = new CancellationTokenSource(Eventually.Within);
        var report = await session.WatchAsync(bound.Token).FirstAsync(r => r.Fault is not null, bound.Token);
        Assert.Equal((FaultKind.Node, FaultReasons.Lbug), (report.Fault!.Kind, report.Fault.Reason));
    }

    [Fact]
    public async Task Only_the_target_that_the_kernel_blames_is_at_fault()
    {
        await using var rig = await AgentRig.CreateAsync();
        var session = await rig.StartSessionAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        await session.ExecuteAsync(rig.Order(AgentOperation.Mount), CancellationToken.None);
        rig.Tools.Set("health", "device demo-OST0001 reported unhealthy\nNOT HEALTHY");
        using var bound = new CancellationTokenSource(Eventually.Within);
        var sick = await session.WatchAsync(bound.Token).FirstAsync(r => r.Health == "NOT HEALTHY", bound.Token);
        Assert.Null(sick.Fault);

        rig.Tools.Set("health", "device demo-OST000a reported unhealthy\nNOT HEALTHY");
        var report = await session.WatchAsync(bound.Token).FirstAsync(r => r.Fault is not null, bound.Token);
        Assert.Equal((FaultKind.Target, "ReadOnlyDevice", true), (report.Fault!.Kind, report.Fault.Reason, report.Mounted));
    }

    [Fact]
    public async Task Only_a_mount_that_the_agent_can_see_of_the_same_device_is_adopted()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        rig.Tools.Set("mounted", rig.Device);
        rig.Write("mounts", $"{rig.Device} {rig.PathOf("run/lustre/targets/demo-OST000a")} lustre ro 0 0\n");
        var session = await rig.StartSessionAsync();
        var adopted = await session.ExecuteAsync(rig.Order(AgentOperation.Mount, FakeTools.Uuid), CancellationToken.None);
        Assert.Equal((null, FakeTools.Uuid), (adopted.Fault, adopted.DeviceUuid));
        Assert.DoesNotContain(rig.Tools.Calls, c => c.StartsWith("mount ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mount_that_is_elsewhere_in_this_kernel_is_not_adopted()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        rig.Tools.Set("mounted", rig.Device);
        rig.Write("mounts", $"{rig.Device} /somewhere/else lustre ro 0 0\n");
        var session = await rig.StartSessionAsync();
        var refused = await session.ExecuteAsync(rig.Order(AgentOperation.Mount, FakeTools.Uuid, timeoutSeconds: 1), CancellationToken.None);
        Assert.Equal((FaultKind.Node, "PredecessorAlive"), (refused.Fault?.Kind, refused.Fault?.Reason));
    }
}
