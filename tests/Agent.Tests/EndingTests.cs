using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Agent.Tests.Rigs;

namespace LustreSupervisor.Agent.Tests;

/// <summary>How an agent ends.</summary>
public sealed class EndingTests
{
    [Fact]
    public async Task SIGTERM_unmounts_and_exits_0()
    {
        await using var rig = await AgentRig.CreateAsync();
        var agent = rig.StartAgent(AgentRig.First);
        var session = await rig.ConnectAsync(AgentRig.First);
        rig.Tools.Set("formatted", FakeTools.Uuid);
        Assert.Null((await session.ExecuteAsync(rig.Order(AgentOperation.Mount), CancellationToken.None)).Fault);
        await agent.SignalAsync("TERM");
        Assert.Equal(0, (await agent.ExitAsync()).Exit);
        Assert.False(rig.Tools.Mounted);
        Assert.False(File.Exists(rig.Socket));
        Assert.DoesNotContain(rig.Tools.Calls, c => c.StartsWith("umount -", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SIGTERM_without_a_target_exits_0_at_once()
    {
        await using var rig = await AgentRig.CreateAsync();
        var agent = rig.StartAgent(AgentRig.First);
        await rig.ConnectAsync(AgentRig.First);
        await agent.SignalAsync("TERM");
        Assert.Equal(0, (await agent.ExitAsync()).Exit);
        Assert.Empty(rig.Tools.Calls);
    }

    [Fact]
    public async Task During_the_unmount_the_supervisor_is_still_answered()
    {
        await using var rig = await AgentRig.CreateAsync();
        var agent = rig.StartAgent(AgentRig.First);
        var session = await rig.ConnectAsync(AgentRig.First);
        rig.Tools.Set("formatted", FakeTools.Uuid);
        await session.ExecuteAsync(rig.Order(AgentOperation.Mount), CancellationToken.None);
        rig.Tools.Set("umount.hold");
        await agent.SignalAsync("TERM");
        await Eventually.TrueAsync(() => rig.Tools.Calls.Any(c => c.StartsWith("umount ", StringComparison.Ordinal)), "umount called");
        var joined = (await rig.ConnectAsync(AgentRig.First)).ExecuteAsync(rig.Order(AgentOperation.Unmount), CancellationToken.None);
        rig.Tools.Clear("umount.hold");
        Assert.True((await joined).AbsentEverywhere);
        Assert.Equal(0, (await agent.ExitAsync()).Exit);
    }

    [Fact]
    public async Task The_end_of_the_lifeline_is_the_end_of_the_node()
    {
        await using var rig = await AgentRig.CreateAsync();
        var agent = rig.StartAgent(AgentRig.First, lifeline: true);
        var session = await rig.ConnectAsync(AgentRig.First);
        rig.Tools.Set("formatted", FakeTools.Uuid);
        await session.ExecuteAsync(rig.Order(AgentOperation.Mount), CancellationToken.None);
        agent.Lifeline.Close();
        Assert.Equal(137, (await agent.ExitAsync()).Exit);
        Assert.True(rig.Tools.Mounted, "a dead node unmounts nothing");
    }

    [Fact]
    public async Task A_killed_agent_breaks_the_session_and_its_socket_is_taken_over()
    {
        await using var rig = await AgentRig.CreateAsync();
        var agent = rig.StartAgent(AgentRig.First);
        var session = await rig.ConnectAsync(AgentRig.First);
        var watching = session.WatchAsync(TestContext.Current.CancellationToken).LastAsync(TestContext.Current.CancellationToken).AsTask();
        await agent.SignalAsync("KILL");
        await Assert.ThrowsAsync<AgentSessionException>(() => watching);
        Assert.True(File.Exists(rig.Socket));
        rig.StartAgent(AgentRig.First with { Number = 2 });
        await rig.ConnectAsync(AgentRig.First with { Number = 2 });
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(rig.Socket));
    }

    [Fact]
    public async Task A_socket_in_use_and_a_file_are_left_alone()
    {
        await using var rig = await AgentRig.CreateAsync();
        rig.StartAgent(AgentRig.First);
        await rig.ConnectAsync(AgentRig.First);
        var (exit, stderr) = await rig.StartAgent(AgentRig.First with { Number = 2 }).ExitAsync();
        Assert.Equal(1, exit);
        Assert.Contains("another agent listens", stderr, StringComparison.Ordinal);
    }
}
