using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Explain;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Explain;

/// <summary>What people read when they ask why: the whole text of each phase is kept beside the tests.</summary>
public sealed class ExplainTests
{
    private static readonly ClientFacts Replaying = new("RECOVERING", 3, 12, 1, 140, "healthy");

    [Fact]
    public void A_server_waits_for_its_turn() => Check("Declared", Facts([[new ServerDeclared(Moment.Meta(0), Sample.Spec)]]) with
    {
        Filesystem = FilesystemState.Initial with { Servers = [Sample.MgsSpec, Sample.Spec] },
    });

    [Fact]
    public void A_server_waits_for_a_node() => Check("Placed", Facts([Past.Declared()]) with
    {
        Refusal = "NoNodeAvailable: node1: cordoned; node2: does not reach wwn-ost0",
    });

    [Fact]
    public void A_server_waits_for_its_pods_name() => Check("Starting", Facts([Past.Declared(), [Past.Starting()[0]]]) with
    {
        Obstacle = "pod hpc/scratch-ost0000 exists with incarnation 1.1.ff",
    });

    [Fact]
    public void A_format_is_waited_for() => Check("Formatting", Facts([Past.Declared(), Past.Formatting()]));

    [Fact]
    public void A_mount_is_waited_for() => Check("Mounting", Facts([Past.Declared(), Past.Mounting()]));

    [Fact]
    public void A_recovery_says_who_is_missing_and_that_nothing_needs_doing() =>
        Check("Recovering", Facts([Past.Declared(), Past.Mounting(), [new TargetMounted(Moment.Meta(0), 1, Sample.DeviceUuid)]]) with { Clients = Replaying });

    [Fact]
    public void A_target_that_waits_for_clients_is_healthy() => Check("Serving", Facts([Past.Declared(), Past.Serving()]) with
    {
        Clients = new ClientFacts("WAITING_FOR_CLIENTS", 0, 12, 0, null, "healthy"),
    });

    [Fact]
    public void A_server_away_from_home_says_how_it_comes_back() =>
        Check("Serving.Away", Facts([Past.Declared(), Past.Serving(node: 2)]));

    [Fact]
    public void A_back_off_says_until_when_and_what_is_left_of_the_budget() =>
        Check("BackingOff", Facts([Past.Declared(), Past.Serving(), Past.Crashed(at: 50, step: 3, retryAt: 64)]));

    [Fact]
    public void A_hanging_unmount_says_since_when() =>
        Check("Stopping", Facts([Past.Declared(), Past.Serving(), Past.Stopping()]) with { Now = Moment.At(400) });

    [Fact]
    public void Waiting_for_a_proof_says_which_kernel_who_tried_and_what_failed() =>
        Check("AwaitingProof", Facts([Past.Declared(), Past.Serving(), Past.AwaitingProof()]) with
        {
            Machine = MachineState.Initial with
            {
                Fence = new FenceAttempt("boot-1-1", ["bmc", "exec"], 3, Moment.At(63), "bmc: connection refused; exec: exit code 1"),
            },
        });

    [Fact]
    public void A_fence_beyond_the_limit_says_who_refuses() =>
        Check("AwaitingProof.Limit", Facts([Past.Declared(), Past.Serving(), Past.AwaitingProof()]) with
        {
            Refusal = "FenceLimit: 1 node(s) already lost (node2) and spec.healing.maxNodesAtOnce is 1: a person must look.",
        });

    [Fact]
    public void An_approval_is_asked_for() => Check("AwaitingApproval", Facts(
        [Past.Declared(), Past.Serving(), Past.AwaitingProof(), [new DeathProved(Moment.Meta(5), Past.Fenced()), new ApprovalAwaited(Moment.Meta(6), "node2", "why")]]) with
    {
        Refusal = "ApprovalAwaited: failover is Manual and node1 is not fit: node1: silent",
    });

    [Fact]
    public void A_quarantine_says_its_cause_and_how_it_ends() =>
        Check("Quarantined", Facts([Past.Declared(), Past.Serving(), Past.Quarantined(at: 30)]));

    [Fact]
    public void A_pause_holds_what_would_go_on() =>
        Check("Paused", Facts([Past.Declared(Sample.Spec with { Paused = true }), Past.Serving(), Past.Crashed()]));

    [Fact]
    public void A_paused_server_serves_on() =>
        Check("Paused.Serving", Facts([Past.Declared(Sample.Spec with { Paused = true }), Past.Serving()]));

    [Fact]
    public void The_crash_policy_of_a_file_system_shows_its_own_choices_and_budgets() => Golden.Matches(
        "CrashPolicy.Own.txt",
        CrashPolicyText.Print(new HealingSpec
        {
            OnFault = [new FaultChoice(FaultKind.PodCrashed, TargetResponse.Quarantine)], FailbackWindows = ["Sun 02:00-04:00"],
        }));

    private static TargetFacts Facts(ServerEvent[][] history) =>
        new(Story.OfServer(history).State, null, null, "", "", null, Moment.At(60));

    private static void Check(string phase, TargetFacts facts) =>
        Golden.Matches($"Explain.{phase}.txt", ExplainText.Print(TargetExplainer.Explain(facts), facts.Now));
}
