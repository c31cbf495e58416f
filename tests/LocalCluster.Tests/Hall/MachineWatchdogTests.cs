using System.Net.Sockets;
using System.Text;
using LustreSupervisor.LocalCluster.Hall.Watchdogs;
using Microsoft.Extensions.Logging.Abstractions;

namespace LustreSupervisor.LocalCluster.Tests.Hall;

/// <summary>The simulated watchdog behaves as the kernel's device does.</summary>
public sealed class MachineWatchdogTests : IAsyncDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("wd-").FullName;
    private readonly TaskCompletionSource reset = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MachineWatchdog watchdog;

    public MachineWatchdogTests() => watchdog = new MachineWatchdog(
        "node1", Path.Combine(directory, "w.sock"),
        () =>
        {
            reset.TrySetResult();
            return Task.CompletedTask;
        },
        TimeProvider.System, NullLogger.Instance);

    [Fact]
    public async Task An_armed_watchdog_that_is_not_fed_resets_the_machine_though_its_holder_is_gone()
    {
        using (await ArmAsync(1))
            Assert.True(watchdog.IsArmed);
        await reset.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.False(watchdog.IsArmed);
    }

    [Fact]
    public async Task A_last_V_disarms_it()
    {
        using (var holder = await ArmAsync(600))
            await holder.SendAsync("1V"u8.ToArray(), TestContext.Current.CancellationToken);
        await Wait.UntilAsync(() => Task.FromResult(!watchdog.IsArmed));
        Assert.False(reset.Task.IsCompleted);
    }

    [Fact]
    public async Task A_machine_without_power_has_no_armed_watchdog()
    {
        using var holder = await ArmAsync(600);
        watchdog.Disarm();
        await holder.SendAsync("1"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.False(watchdog.IsArmed);
    }

    [Theory]
    [InlineData("feed me\n")]
    [InlineData("timeout 0\n")]
    [InlineData("timeout 99999\n")]
    public async Task Nonsense_arms_nothing(string line)
    {
        using var holder = await ConnectAsync();
        await holder.SendAsync(Encoding.ASCII.GetBytes(line), TestContext.Current.CancellationToken);
        Assert.Equal(0, await holder.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken));
        Assert.False(watchdog.IsArmed);
    }

    public async ValueTask DisposeAsync()
    {
        await watchdog.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    private async Task<Socket> ArmAsync(int seconds)
    {
        var holder = await ConnectAsync();
        await holder.SendAsync(Encoding.ASCII.GetBytes($"timeout {seconds}\n"), TestContext.Current.CancellationToken);
        Assert.Equal(1, await holder.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken));
        return holder;
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(directory, "w.sock")), TestContext.Current.CancellationToken);
        return socket;
    }
}
