using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace LustreSupervisor.EndToEnd;

[Collection("clusters")]
public sealed class WorkloadTests : IAsyncDisposable
{
    private readonly Room room = new();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    /// <summary>The seed is another one in every run; a failure names it.</summary>
    [Fact]
    public async Task The_steps_of_the_demo_in_any_order_lose_nothing_that_was_acknowledged()
    {
        var seed = RandomNumberGenerator.GetInt32(1, int.MaxValue).ToString(CultureInfo.InvariantCulture);
        var report = room.PathOf("workload.json");
        var run = await Wrapper.RunAsync(
            "local", "workload", "--seconds", "25", "--clients", "2", "--faults", "demo", "--seed", seed, "--report", report,
            "--state-dir", room.PathOf("state"));
        Assert.True(run.ExitCode == 0, $"seed {seed}\n{run.Output}{run.Errors}");
        var document = JsonNode.Parse(await File.ReadAllTextAsync(report, Wrapper.Ct))!.AsObject();
        Assert.Equal(document["acknowledged"]!.GetValue<long>(), document["verified"]!.GetValue<long>());
        Assert.Equal((0, 0), (document["lost"]!.GetValue<long>(), document["dataLoss"]!.GetValue<long>()));
        Assert.True(document["faults"]!.AsObject().Count >= 2, $"seed {seed} broke too little: {document["faults"]!.ToJsonString()}");
    }

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
