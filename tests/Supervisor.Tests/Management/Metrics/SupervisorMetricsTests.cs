using System.Globalization;
using System.Net;
using LustreSupervisor.Supervisor.Management.Metrics;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Servers.Episodes;

namespace LustreSupervisor.Supervisor.Tests.Management.Metrics;

public sealed class SupervisorMetricsTests
{
    private static readonly Episode Failover = new()
    {
        Began = DateTimeOffset.UnixEpoch,
        Cause = FaultReasons.NodeLost,
        Message = "silent",
        Proof = ProofKind.NodeFenced,
        Lives = 1,
        Outcome = EpisodeOutcome.Failover,
        Parts = EpisodeParts.None with { Proof = TimeSpan.FromSeconds(25), Mount = TimeSpan.FromSeconds(40) },
        Ended = DateTimeOffset.UnixEpoch.AddSeconds(65.5),
    };

    private static readonly EpisodeLog Once = new() { Totals = EpisodeTotals.None.With(Failover, TimeSpan.FromSeconds(4)).WithRefusal("TypedConfirmation") };

    [Fact]
    public void Targets_of_one_kind_are_added_up_and_no_failover_names_its_target()
    {
        var text = Print((0, ServerPhase.Serving, Once), (1, ServerPhase.Serving, Once));

        Assert.Contains("lustre_supervisor_failovers_total{filesystem=\"hpc/scratch\",kind=\"OST\",cause=\"NodeLost\",proof=\"NodeFenced\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("lustre_supervisor_orders_refused_total{rule=\"TypedConfirmation\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("lustre_supervisor_proof_wait_seconds_sum{filesystem=\"hpc/scratch\",proof=\"NodeFenced\"} 50\n", text, StringComparison.Ordinal);
        Assert.Contains("lustre_supervisor_servers{filesystem=\"hpc/scratch\",phase=\"Serving\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("lustre_supervisor_last_failover_timestamp_seconds{filesystem=\"hpc/scratch\",target=\"scratch-ost0001\"} 65.5\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Buckets_count_everything_up_to_their_bound()
    {
        var lines = Print((0, ServerPhase.Serving, Once)).Split('\n')
            .Where(l => l.StartsWith("lustre_supervisor_failover_duration_seconds_bucket", StringComparison.Ordinal)).ToList();

        Assert.Equal(Distribution.Bounds.Length + 1, lines.Count);
        Assert.Single(lines, l => l.EndsWith("le=\"60\"} 0", StringComparison.Ordinal));
        Assert.Single(lines, l => l.EndsWith("le=\"90\"} 1", StringComparison.Ordinal));
        Assert.EndsWith("le=\"+Inf\"} 1", lines[^1], StringComparison.Ordinal);
        var values = lines.Select(l => int.Parse(l.Split(' ')[1], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(values.Order(), values);
    }

    [Fact]
    public void What_is_wrong_now_is_shown_by_reason_and_target()
    {
        var open = EpisodeLog.Empty with { Open = Failover with { Cause = "made up", Ended = null, Outcome = EpisodeOutcome.Open } };
        var text = Print((3, ServerPhase.Quarantined, open));

        Assert.Contains("lustre_supervisor_quarantined{filesystem=\"hpc/scratch\",reason=\"DeviceDiffers\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("lustre_supervisor_interrupted_since_timestamp_seconds{filesystem=\"hpc/scratch\",target=\"scratch-ost0003\",cause=\"Other\"} 0\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Fences_of_all_machines_are_added_up()
    {
        var tally = FenceTally.Empty with { Counts = FenceTally.Empty.Counts.Add(new FenceKey("redfish", "confirmed"), 2) };

        Assert.Contains(
            "lustre_supervisor_fences_total{agent=\"redfish\",outcome=\"confirmed\"} 4\n",
            SupervisorMetrics.Print(new Dictionary<string, ServerState>(), new Dictionary<string, EpisodeLog>(), [tally, tally]), StringComparison.Ordinal);
    }

    /// <summary>A scraper refuses a page in which a series stands twice, or a sample outside its family.</summary>
    [Fact]
    public void No_series_stands_twice_and_each_belongs_to_the_family_above_it()
    {
        var family = "";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in Print((0, ServerPhase.Serving, Once), (1, ServerPhase.Quarantined, Once)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith('#'))
                family = line.Split(' ')[2];
            else
                Assert.True(line.StartsWith(family, StringComparison.Ordinal) && seen.Add(line[..line.LastIndexOf(' ')]), line);
        }

        Assert.NotEmpty(seen);
    }

    [Fact]
    public async Task The_page_asks_for_the_token_and_has_the_formats_type()
    {
        await using var endpoint = await RunningEndpoint.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await endpoint.SendAsync(HttpMethod.Get, "/metrics", null)).Status);
        Assert.Equal((HttpStatusCode.OK, "figure 1\n"), await endpoint.GetAsync("/metrics"));
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", PrometheusText.ContentType);
    }

    private static string Print(params (int Index, ServerPhase Phase, EpisodeLog Log)[] servers) => SupervisorMetrics.Print(
        servers.ToDictionary(s => Target(s.Index).EntityId, s => State(s.Index, s.Phase)),
        servers.ToDictionary(s => Target(s.Index).EntityId, s => s.Log),
        []);

    private static ServerState State(int index, ServerPhase phase) => ServerState.Initial with
    {
        Phase = phase,
        LastFault = new Fault(FaultKind.Target, FaultReasons.DeviceDiffers, "another"),
        Spec = new ServerSpec
        {
            Target = Target(index),
            Device = new DeviceRef("wwn", "/dev/x", 1),
            ServiceNodes = [],
            MgsNids = [],
            Runtime = new ServerRuntime("image", RuntimeKind.Pod, BackendKind.Ldiskfs, true),
            Healing = new HealingSpec(),
            OwnerUid = "uid",
        },
    };

    private static TargetId Target(int index) => new("hpc", "scratch", "scratch", TargetKind.Ost, index);
}
