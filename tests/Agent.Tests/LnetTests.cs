using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Agent.Tests.Rigs;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Agent.Tests;

/// <summary>LNet before a mount: what is declared is added, verified, and never taken away.</summary>
public sealed class LnetTests
{
    private const string Tcp = """
        net:
            - net type: tcp
              local NI(s):
                - nid: 10.0.0.11@tcp
                  status: up
                  interfaces:
                      0: eth0

        """;

    private const string Both = Tcp + """
            - net type: o2ib
              local NI(s):
                - nid: 10.1.0.11@o2ib
                  status: up
                  interfaces:
                      0: ib0

        """;

    [Fact]
    public async Task What_is_there_is_left_alone()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        rig.Tools.Set("lnet", Tcp);
        var session = await rig.StartSessionAsync();
        Assert.Null((await MountAsync(rig, session, new LnetSpec("tcp", ["eth0"]))).Fault);
        Assert.Equal(["lnetctl net show"], rig.Tools.Calls.Where(c => c.StartsWith("lnetctl", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_missing_is_imported_from_a_private_file_and_seen_afterwards()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        rig.Tools.Set("lnet", Tcp);
        rig.Tools.Set("lnet.after", Both);
        var session = await rig.StartSessionAsync();
        Assert.Null((await MountAsync(rig, session, new LnetSpec("tcp", ["eth0"]), new LnetSpec("o2ib", ["ib0"]))).Fault);
        Assert.Equal("net:\n    - net type: o2ib\n      local NI(s):\n        - interfaces:\n              0: ib0", rig.Tools.Read("imported"));
    }

    [Fact]
    public async Task A_network_that_does_not_come_up_is_the_nodes_fault_and_nothing_is_mounted()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        rig.Tools.Set("lnet", Tcp);
        var session = await rig.StartSessionAsync();
        var fault = (await MountAsync(rig, session, new LnetSpec("o2ib", ["ib0"]))).Fault;
        Assert.Equal((FaultKind.Node, "LnetFailed"), (fault?.Kind, fault?.Reason));
        Assert.False(rig.Tools.Mounted);
    }

    [Fact]
    public async Task A_new_target_waits_for_an_MGS_that_answers()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        rig.Tools.Set("lnet", Tcp);
        rig.Tools.Set("mgs.silent");
        var session = await rig.StartSessionAsync();
        var fault = (await MountAsync(rig, session, new LnetSpec("tcp", ["eth0"]))).Fault;
        Assert.Equal((FaultKind.MgsUnreachable, "MgsSilent"), (fault?.Kind, fault?.Reason));
        Assert.False(rig.Tools.Mounted);
        rig.Tools.Clear("mgs.silent");
        Assert.Null((await MountAsync(rig, session, new LnetSpec("tcp", ["eth0"]))).Fault);
    }

    [Fact]
    public async Task Without_declared_networks_the_mount_brings_LNet_up_and_no_ping_stands_in_its_way()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        rig.Tools.Set("mgs.silent");
        var session = await rig.StartSessionAsync();
        Assert.Null((await MountAsync(rig, session)).Fault);
        Assert.True(rig.Tools.Mounted);
    }

    [Fact]
    public async Task A_registered_target_starts_without_its_MGS_and_the_report_says_so()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.Tools.Set("formatted", FakeTools.Uuid);
        rig.Tools.Set("registered");
        rig.Tools.Set("mgs.silent");
        var session = await rig.StartSessionAsync();
        Assert.Null((await MountAsync(rig, session)).Fault);
        using var bound = new CancellationTokenSource(Eventually.Within);
        var report = await session.WatchAsync(bound.Token).FirstAsync(r => r.Notes.Length > 0, bound.Token);
        Assert.Contains("10.0.0.1@tcp", Assert.Single(report.Notes), StringComparison.Ordinal);
        Assert.Null(report.Fault);
    }

    private static Task<AgentOutcome> MountAsync(AgentRig rig, IAgentSession session, params LnetSpec[] networks) =>
        session.ExecuteAsync(
            rig.Order(AgentOperation.Mount, FakeTools.Uuid) with { Networks = [.. networks] }, CancellationToken.None);
}
