using System.Text.Json.Nodes;

namespace LustreSupervisor.EndToEnd;

[Collection("clusters")]
public sealed class WorkloadTests : IAsyncDisposable
{
    private readonly Room room = new();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task Clients_write_while_servers_die_and_nothing_acknowledged_is_lost()
    {
        var report = room.PathOf("workload.json");
        var run = await Wrapper.RunAsync(
            "local", "workload", "--seconds", "6", "--clients", "2", "--faults", "kill-server", "--seed", "3", "--report", report,
            "--state-dir", room.PathOf("state"));
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.StartsWith("nothing lost: ", run.Output, StringComparison.Ordinal);
        var document = JsonNode.Parse(await File.ReadAllTextAsync(report, Wrapper.Ct))!.AsObject();
        Assert.Equal(
            ["acknowledged", "verified", "lost", "evictions", "dataLoss", "faults"], document.Select(field => field.Key).Take(6));
        Assert.True(Number("acknowledged") > 20);
        Assert.Equal((Number("acknowledged"), 0, 0, 0), (Number("verified"), Number("lost"), Number("dataLoss"), Number("evictions")));
        var (kind, count) = Assert.Single(document["faults"]!.AsObject());
        Assert.Equal("kill-server", kind);
        Assert.True(count!.GetValue<int>() > 0);

        long Number(string field) => document[field]!.GetValue<long>();
    }
}
