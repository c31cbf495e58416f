using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Servers;

/// <summary>A pool is imported by force only while the journal says that the kernel which had it last is dead.</summary>
public sealed class ForceImportTests
{
    private static readonly EventMeta Now = Moment.NoMeta;

    [Theory]
    [InlineData(ProofKind.NodeFenced, true)]
    [InlineData(ProofKind.KernelGone, true)]
    [InlineData(ProofKind.Unmounted, false)]
    public void Only_a_dead_kernel_could_not_export(ProofKind kind, bool allowed) =>
        Assert.Equal(allowed, ForceImport.IsAllowed(State(Past.Declared(), Past.Serving(), Past.Crashed(), Proof(kind), Past.Claimed(2, node: 2))));

    [Fact]
    public void Without_a_proof_it_is_not_allowed() =>
        Assert.False(ForceImport.IsAllowed(State(Past.Declared(), Past.Serving(), Past.Crashed(), Past.Claimed(2))));

    [Fact]
    public void The_agent_must_have_named_another_kernel_than_the_dead_one()
    {
        var proved = State(Past.Declared(), Past.Serving(), Past.Crashed(), Proof(ProofKind.NodeFenced), Past.Starting(2, node: 2));
        Assert.False(ForceImport.IsAllowed(proved));
        Assert.False(ForceImport.IsAllowed(State(
            Past.Declared(), Past.Serving(), Past.Crashed(), Proof(ProofKind.NodeFenced), Past.Claimed(2, node: 1))));
    }

    [Fact]
    public void A_mount_spends_the_proof()
    {
        var again = State(
            Past.Declared(), Past.Serving(), Past.Crashed(), Proof(ProofKind.NodeFenced), Past.ServingAgain(2, node: 2), Past.Crashed(2));
        Assert.Null(again.Unspent);
        Assert.False(ForceImport.IsAllowed(State(
            Past.Declared(), Past.Serving(), Past.Crashed(), Proof(ProofKind.NodeFenced), Past.ServingAgain(2, node: 2), Past.Crashed(2),
            Past.Claimed(3, node: 2))));
    }

    [Fact]
    public void A_kernel_that_never_mounted_it_takes_nothing_away_by_its_unmount()
    {
        var later = new DeathProof(ProofKind.Unmounted, 2, Sample.Kernel(2), "absent");
        Assert.True(ForceImport.IsAllowed(State(
            Past.Declared(), Past.Serving(), Past.Crashed(), Proof(ProofKind.NodeFenced), Past.Claimed(2, node: 2), [new DeathProved(Now, later)],
            Past.Claimed(3, node: 3))));
    }

    private static ServerEvent[] Proof(ProofKind kind) => [new DeathProved(Now, new DeathProof(kind, 1, Sample.Kernel(1), "seen"))];

    private static ServerState State(params ServerEvent[][] past) =>
        past.SelectMany(p => p).Aggregate(ServerState.Initial, ServerEvolver.Evolve);
}
