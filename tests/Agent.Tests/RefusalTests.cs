using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Agent.Tests.Rigs;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Tests;

/// <summary>Whenever the agent refuses, neither mkfs.lustre nor mount has been called.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task Another_incarnation_is_not_heard()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.StartAgent(AgentRig.First);
        await Assert.ThrowsAsync<AgentRefusedException>(() => rig.ConnectAsync(AgentRig.First with { Nonce = "other" }));
        await Assert.ThrowsAsync<AgentRefusedException>(() => rig.ConnectAsync(AgentRig.First with { Number = 2 }));
    }

    [Theory]
    [InlineData("1.2.n2", "StaleIncarnation")]
    [InlineData("2.1.n1", "StaleIncarnation")]
    [InlineData("1.1.other", "IncarnationContested")]
    [InlineData("a person", "LeaseForeign")]
    public async Task Who_is_not_the_successor_of_the_Leases_holder_touches_nothing(string holder, string reason)
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Api.Seed("demo-ost000a", holder);
        await RefusedAsync(rig, AgentOperation.Format, FaultKind.Target, reason);
        Assert.Equal(holder, rig.Api.Holder("demo-ost000a"));
    }

    [Fact]
    public async Task An_annotated_Lease_keeps_hands_off_with_no_supervisor_asked_until_it_is_lifted()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Api.Annotate("demo-ost000a", "e2fsck runs");
        await RefusedAsync(rig, AgentOperation.Format, FaultKind.Transient, "HandsOff");
        Assert.Null(rig.Api.Holder("demo-ost000a"));
        rig.Api.Annotate("demo-ost000a", null);
        var session = await rig.ConnectAsync(AgentRig.First);
        Assert.Null((await session.ExecuteAsync(rig.Order(AgentOperation.Format), CancellationToken.None)).Fault);
        Assert.Equal(AgentRig.First.ToString(), rig.Api.Holder("demo-ost000a"));
    }

    [Theory]
    [InlineData(503, FaultKind.Transient, "ApiUnreachable")]
    [InlineData(403, FaultKind.Unknown, "LeaseRefused")]
    public async Task Without_the_Lease_nothing_is_touched(int status, FaultKind kind, string reason)
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Api.Failing = status;
        await RefusedAsync(rig, AgentOperation.Mount, kind, reason);
    }

    [Fact]
    public async Task A_foreign_device_is_not_formatted()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Tools.Set("foreign");
        await RefusedAsync(rig, AgentOperation.Format, FaultKind.Target, "ForeignDevice");
    }

    [Fact]
    public async Task A_device_with_data_that_no_tool_knows_is_not_formatted()
    {
        await using var rig = await AgentRig.CreateAsync();
        await using (var device = File.OpenWrite(rig.Device))
        {
            device.Position = 32L << 20;
            device.WriteByte(1);
        }
        await RefusedAsync(rig, AgentOperation.Format, FaultKind.Target, "NotBlank");
    }

    /// <summary>On a read error blkid exits 2 without a word and tunefs.lustre 19, as on a blank device: only reading it tells.</summary>
    [Theory]
    [InlineData("/proc/self/mem")]
    [InlineData("/usr")]
    public async Task A_device_that_cannot_be_read_is_not_formatted_however_blank_the_tools_find_it(string device)
    {
        await using var rig = await AgentRig.CreateAsync();
        var session = await rig.StartSessionAsync();
        var refused = await session.ExecuteAsync(
            rig.Order(AgentOperation.Format) with { Device = new DeviceRef("wwn-test-1", device, 64L << 20) }, CancellationToken.None);
        Assert.Equal((FaultKind.Target, "DeviceUnreadable"), (refused.Fault?.Kind, refused.Fault?.Reason));
        Assert.Contains(rig.Tools.Calls, c => c.StartsWith("blkid", StringComparison.Ordinal));
        Assert.DoesNotContain(rig.Tools.Calls, c => c.StartsWith("mkfs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_device_path_that_is_gone_is_the_nodes_fault()
    {
        await using var rig = await AgentRig.CreateAsync();
        File.Delete(rig.Device);
        await RefusedAsync(rig, AgentOperation.Format, FaultKind.Node, "DevicePathGone");
    }

    [Fact]
    public async Task A_device_that_is_active_elsewhere_is_not_mounted()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        rig.Tools.Fail("dumpe2fs", 1, "dumpe2fs: MMP: device currently active while trying to open D\nMMP update by 'node2dm-3'");
        await RefusedAsync(rig, AgentOperation.Mount, FaultKind.Target, "ActiveElsewhere");
    }

    [Fact]
    public async Task Another_file_system_UUID_is_not_mounted()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Tools.Set("formatted", "99999999-0000-4000-8000-000000000001");
        await RefusedAsync(rig, AgentOperation.Mount, FaultKind.Target, "ForeignTarget");
    }

    [Fact]
    public async Task A_failed_mount_is_named_by_its_errno_and_a_silent_MGS_is_tried_again()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        rig.Tools.Fail("mount", 5, "mount.lustre: Is the MGS running?");
        var session = await rig.StartSessionAsync();
        var order = rig.Order(AgentOperation.Mount, FakeTools.Uuid);
        Assert.Equal(FaultKind.MgsUnreachable, (await session.ExecuteAsync(order, CancellationToken.None)).Fault?.Kind);
        rig.Tools.Clear("mount.rc");
        Assert.Null((await session.ExecuteAsync(order, CancellationToken.None)).Fault);
    }

    [Fact]
    public async Task A_dead_predecessor_in_this_kernel_is_waited_for()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        rig.Tools.Set("mounted");
        var session = await rig.StartSessionAsync();
        var mounting = session.ExecuteAsync(rig.Order(AgentOperation.Mount), CancellationToken.None);
        await Eventually.TrueAsync(() => rig.Tools.Calls.Count(c => c == "lctl dl") > 2, "looked for the predecessor");
        Assert.DoesNotContain(rig.Tools.Calls, c => c.StartsWith("mount ", StringComparison.Ordinal));
        rig.Tools.Clear("mounted");
        Assert.Null((await mounting).Fault);
    }

    [Fact]
    public async Task A_predecessor_that_stays_is_the_nodes_fault()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        rig.Tools.Set("mounted");
        var session = await rig.StartSessionAsync();
        var outcome = await session.ExecuteAsync(rig.Order(AgentOperation.Mount, timeoutSeconds: 1), CancellationToken.None);
        Assert.Equal((FaultKind.Node, "PredecessorAlive"), (outcome.Fault?.Kind, outcome.Fault?.Reason));
    }

    [Fact]
    public async Task A_mount_that_hangs_is_reported_and_never_killed()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        rig.Tools.Set("mount.hold");
        var session = await rig.StartSessionAsync();
        var hung = await session.ExecuteAsync(rig.Order(AgentOperation.Mount, timeoutSeconds: 2), CancellationToken.None);
        Assert.Equal((FaultKind.Node, "MountHung"), (hung.Fault?.Kind, hung.Fault?.Reason));
        var unmount = await session.ExecuteAsync(rig.Order(AgentOperation.Unmount), CancellationToken.None);
        Assert.Equal((FaultKind.UnmountHung, "OperationStillHung", false),
            (unmount.Fault?.Kind, unmount.Fault?.Reason, unmount.AbsentEverywhere));

        // The tool lives on, and when it ends after all, an unmount is possible.
        rig.Tools.Clear("mount.hold");
        await Eventually.TrueAsync(() => rig.Tools.Mounted, "the mount ended by itself");
        AgentOutcome last = unmount;
        while (last.Fault is { Reason: "OperationStillHung" })
            last = await session.ExecuteAsync(rig.Order(AgentOperation.Unmount), CancellationToken.None);
        Assert.True(last.AbsentEverywhere);
    }

    [Fact]
    public async Task Orders_that_make_no_sense_break_the_session_and_nothing_else()
    {
        await using var rig = await AgentRig.CreateAsync();
        var session = await rig.StartSessionAsync();
        var wrong = rig.Order(AgentOperation.Format) with { ServiceNids = [] };
        var said = await Assert.ThrowsAsync<AgentSessionException>(() => session.ExecuteAsync(wrong, CancellationToken.None));
        Assert.Contains("service NIDs", said.Message, StringComparison.Ordinal);
        Assert.Empty(rig.Tools.Calls);
    }

    private static async Task RefusedAsync(AgentRig rig, AgentOperation operation, FaultKind kind, string reason)
    {
        var session = await rig.StartSessionAsync();
        var outcome = await session.ExecuteAsync(rig.Order(operation, operation == AgentOperation.Mount ? FakeTools.Uuid : ""),
            CancellationToken.None);
        Assert.Equal((kind, reason), (outcome.Fault?.Kind, outcome.Fault?.Reason));
        Assert.DoesNotContain(rig.Tools.Calls, c => c.StartsWith("mkfs", StringComparison.Ordinal)
            || c.StartsWith("mount ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(22)]
    [InlineData(110)]
    public async Task The_kernel_log_tells_a_refusal_by_multi_mount_protection(int exit)
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        rig.Tools.Set("log", $"""
            [    9.100000] LDISKFS-fs warning (device {Path.GetFileName(rig.Device)}): ldiskfs_multi_mount_protect: Device is already active on another node.
            [    9.100001] LDISKFS-fs warning (device {Path.GetFileName(rig.Device)}): ldiskfs_multi_mount_protect: MMP failure info: last update time: 1, last update node: oss7, last update device: dm-2

            """);
        var session = await rig.StartSessionAsync();
        rig.Tools.Fail("mount", exit, "mount.lustre: mount failed: Invalid argument");
        var fault = (await session.ExecuteAsync(rig.Order(AgentOperation.Mount, FakeTools.Uuid), CancellationToken.None)).Fault;
        Assert.Equal((FaultKind.Target, "ActiveElsewhere"), (fault?.Kind, fault?.Reason));
        Assert.Contains("oss7", fault!.Message, StringComparison.Ordinal);
    }
}
