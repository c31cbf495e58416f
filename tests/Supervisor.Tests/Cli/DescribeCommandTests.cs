using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Cli;

namespace LustreSupervisor.Supervisor.Tests.Cli;

public sealed class DescribeCommandTests : IAsyncLifetime
{
    private FakeApiServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await FakeApiServer.StartAsync();
        SampleObjects.Fill(server);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_target_shows_identity_state_device_recovery_conditions_and_events()
    {
        var run = await CommandRun.Of(server, "describe", "target", "scratch-ost0003");

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        string[] expected =
        [
            "scratch-OST0003", "OST, index 3", "Serving", "node2", "7 (epoch 1)", "wwn-0x5000c500a1b2c3d4, uuid 3f0c",
            "COMPLETE, 8 clients recovered, 0 evicted", "1 in the window, last cause PodCrashed", "Conditions", "mounted",
            "Events", "exit code 137", "pod/scratch-ost0003",
        ];
        Assert.All(expected, part => Assert.Contains(part, run.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_targets_history_comes_from_the_journal_of_the_state_directory()
    {
        var history = new RecordedHistory();
        var run = await CommandRun.Of(
            context => context with { History = history },
            "describe", "target", "scratch-ost0003", "--kubeconfig", server.Kubeconfig, "--state-dir", "/state");

        Assert.Equal(("/state", "hpc~scratch-ost0003"), history.Asked);
        Assert.Contains("IncarnationFailed", run.Out, StringComparison.Ordinal);
        Assert.Contains("exit 137", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filesystem_shows_its_targets()
    {
        var run = await CommandRun.Of(server, "describe", "filesystem", "scratch");

        string[] expected = ["5 of 6 serving", "1 MDT, 4 OST", "Degraded", "Targets", "scratch-ost0000", "Quarantined", "exit code 137"];
        Assert.All(expected, part => Assert.Contains(part, run.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_holds_the_same_for_programs()
    {
        var document = JsonNode.Parse((await CommandRun.Of(server, "describe", "target", "scratch-ost0003", "-o", "json")).Out)!;

        Assert.Equal("Serving", (string?)document["resource"]!["status"]!["state"]);
        Assert.Equal("Killed", (string?)document["events"]![0]!["reason"]);
    }

    [Fact]
    public async Task A_name_in_two_namespaces_asks_which()
    {
        SampleObjects.Filesystem(server, "lab", "scratch");

        var run = await CommandRun.Of(server, "describe", "filesystem", "scratch");

        Assert.Equal("error: 2 lustrefilesystems are named \"scratch\"; say which by -n hpc or -n lab", run.Error.TrimEnd());
    }

    private sealed class RecordedHistory : ITargetHistory
    {
        public (string StateDirectory, string EntityId) Asked { get; private set; }

        public Task<IReadOnlyList<HistoryEntry>> ReadAsync(
            string stateDirectory, string entityId, int countMax, CancellationToken cancellationToken)
        {
            Asked = (stateDirectory, entityId);
            return Task.FromResult<IReadOnlyList<HistoryEntry>>([new(CommandRun.Now, 5, "IncarnationFailed", "PodCrashed, exit 137")]);
        }
    }
}
