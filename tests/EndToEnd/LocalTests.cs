using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Processes;

namespace LustreSupervisor.EndToEnd;

[Collection("clusters")]
public sealed class LocalTests : IAsyncDisposable
{
    private readonly Room room = new();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task Two_clusters_run_side_by_side_and_each_ends_alone()
    {
        var (one, two) = (room.State("one"), room.State("two"));
        foreach (var directory in (string[])[one.Root, two.Root])
        {
            var up = await Wrapper.RunAsync("local", "up", "--detach", "--nodes", "1", "--state-dir", directory);
            Assert.True(up.ExitCode == 0, up.Errors);
            Assert.Equal($"KUBECONFIG={directory}/kubeconfig", up.Output.Trim());
        }

        Assert.NotEqual(one.ReadMarker()!.Ports.Management, two.ReadMarker()!.Ports.Management);
        var (first, second) = (ProcessTableFile.Read(one)!.RunId, ProcessTableFile.Read(two)!.RunId);
        Assert.Equal(0, (await Wrapper.RunAsync("local", "down", "--state-dir", one.Root)).ExitCode);
        Assert.Empty(Room.Living(first));
        var status = await Wrapper.RunAsync("local", "status", "-o", "json", "--state-dir", two.Root);
        Assert.Equal(0, status.ExitCode);
        Assert.Equal("node1", JsonNode.Parse(status.Output)!["machines"]![0]!["name"]!.GetValue<string>());
        var again = await Wrapper.RunAsync("local", "up", "--detach", "--state-dir", two.Root);
        Assert.Equal((1, 1), (again.ExitCode, again.Errors.Trim().Split('\n').Length));
        Assert.Contains("already runs", again.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await Wrapper.RunAsync("local", "down", "--state-dir", two.Root)).ExitCode);
        Assert.Empty(Room.Living(second));
        Assert.Equal(1, (await Wrapper.RunAsync("local", "status", "--state-dir", two.Root)).ExitCode);
    }

    [Fact]
    public async Task Nothing_outlives_a_hall_that_is_killed_and_the_next_start_finds_a_clean_room()
    {
        var directory = room.State("state");
        Assert.Equal(0, (await Wrapper.RunAsync("local", "up", "--detach", "--nodes", "1", "--state-dir", directory.Root)).ExitCode);
        var table = ProcessTableFile.Read(directory)!;
        var hall = table.Processes.Single(process => process.Role == HallRole.Hall);
        // One that hangs does not see its lifeline end, nor lets go of its node agent's: it is what `down` is for.
        var node = table.Processes.Single(process => process.Role == HallRole.Node);
        Assert.True(node.Identity.Send(Signal.Stop));
        Assert.True(hall.Identity.Send(Signal.Kill));
        await Room.UntilAsync("the end of all but the stopped node and its agent", () => Room.Living(table.RunId).Count <= 2);
        Assert.Equal(0, (await Wrapper.RunAsync("local", "down", "--state-dir", directory.Root)).ExitCode);
        Assert.Empty(Room.Living(table.RunId));
        Assert.Equal(0, (await Wrapper.RunAsync("local", "up", "--detach", "--state-dir", directory.Root)).ExitCode);
        Assert.Equal(0, (await Wrapper.RunAsync("local", "down", "--state-dir", directory.Root)).ExitCode);
    }

    [Fact]
    public async Task A_busy_port_is_one_clear_line_and_changes_nothing()
    {
        using var busy = new TcpListener(IPAddress.Loopback, 0);
        busy.Start();
        var port = ((IPEndPoint)busy.LocalEndpoint).Port;
        var up = await Wrapper.RunAsync("local", "up", "--port", $"{port}", "--state-dir", room.PathOf("state"));
        Assert.Equal(1, up.ExitCode);
        Assert.Contains($"port {port} is in use", Assert.Single(OwnLines(up.Errors)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(room.PathOf("state")));
    }

    [Fact]
    public async Task A_foreign_state_directory_is_one_clear_line_and_changes_nothing()
    {
        Directory.CreateDirectory(room.PathOf("home"));
        await File.WriteAllTextAsync(room.PathOf("home/thesis.tex"), "years of work", Wrapper.Ct);
        var up = await Wrapper.RunAsync("local", "up", "--state-dir", room.PathOf("home"));
        Assert.Equal(1, up.ExitCode);
        Assert.Contains("was not made by this program", Assert.Single(OwnLines(up.Errors)), StringComparison.Ordinal);
        Assert.Equal([room.PathOf("home/thesis.tex")], Directory.EnumerateFileSystemEntries(room.PathOf("home")));
    }

    /// <summary>Lines of the program; the wrapper's own tell of what it built.</summary>
    private static IEnumerable<string> OwnLines(string errors) => errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.StartsWith("supervisor: ", StringComparison.Ordinal));
}
