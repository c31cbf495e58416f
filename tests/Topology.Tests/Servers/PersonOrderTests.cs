using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Servers;

/// <summary>What people may order, and what they must type.</summary>
public sealed class PersonOrderTests
{
    private static readonly EventMeta Now = Moment.NoMeta;

    public static TheoryData<string> Orders => ["Release", "Failover", "FenceByPerson", "StateOff"];

    [Theory]
    [MemberData(nameof(Orders))]
    public void Without_the_typed_name_it_is_refused_and_the_refusal_is_journaled(string order)
    {
        var story = Serving().When(Command(order, Sample.Order(1) with { Confirmation = "scratch-ost0001" }));
        story.ThenRefused(nameof(Rule.TypedConfirmation), "scratch-ost0000");
        var trace = Assert.IsType<OrderRefused>(Assert.Single(story.Trace));
        Assert.Equal((order, nameof(Rule.TypedConfirmation), "ada"), (trace.Order, trace.Code, trace.Meta.By));
        Assert.Equal(story.State, ServerEvolver.Evolve(story.State, trace) with { LastRefusal = null });
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void An_order_for_another_life_is_refused(string order) =>
        Serving().When(Command(order, Sample.Order(0))).ThenRefused(nameof(Rule.CurrentFencingNumber), "is at 1");

    [Theory]
    [InlineData("Failover")]
    [InlineData("FenceByPerson")]
    public void While_paused_nothing_is_ordered(string order) =>
        Story.OfServer(Past.Declared(Sample.Spec with { Paused = true }), Past.Serving())
            .When(Command(order, Sample.Order(1))).ThenRefused(nameof(Rule.PausedIsHandsOff));

    [Fact]
    public void A_failover_unmounts_and_goes_where_it_was_ordered_to() => Serving()
        .When(new Failover(Sample.Order(1, "controller to be replaced"), "node3") { Nodes = Sample.Nodes })
        .Then(new MoveRequested(Now, "node3", "controller to be replaced"), new UnmountRequested(Now, 1) { AvoidNode = "node1" })
        .When(new ReportUnmounted(1, true, "absent"))
        .When(new Proceed(Sample.Nodes))
        .And(s => Assert.Equal("node3", s.Current!.Node))
        .And(s => Assert.Null(s.Move));

    [Theory]
    [InlineData("node1", "it is on node1")]
    [InlineData("stranger", "no service node")]
    public void A_failover_to_a_node_that_is_none_is_refused(string node, string why) =>
        Serving().When(new Failover(Sample.Order(1), node)).ThenRefused("NodeNotFit", why);

    [Fact]
    public void A_server_that_serves_is_not_stopped_for_a_place_that_is_none() => Serving()
        .When(new Failover(Sample.Order(1), "node3") { Nodes = [Sample.Node(1), Sample.Node(3) with { Schedulable = false }] })
        .ThenRefused("NodeNotFit", "node3: cordoned")
        .When(new Failover(Sample.Order(1), null)).ThenRefused("NodeNotFit", "not seen");

    [Fact]
    public void The_same_refusal_again_and_again_is_journaled_once()
    {
        var story = Serving().When(new StateOff(Sample.Order(1), Heard: false));
        var state = ServerEvolver.Evolve(story.State, Assert.Single(story.Trace));
        var again = (Decision<ServerEvent>.Rejected)ServerDecider.Decide(
            state, new StateOff(Sample.Order(1), Heard: false), new DecisionContext(Moment.At(1), new Entropy(1), Rules.All, 1, "member"));
        Assert.Empty(again.Trace);
        var later = (Decision<ServerEvent>.Rejected)ServerDecider.Decide(
            state, new StateOff(Sample.Order(1), Heard: false), new DecisionContext(Moment.At(61), new Entropy(1), Rules.All, 1, "member"));
        Assert.Single(later.Trace);
    }

    [Fact]
    public void Manual_failover_waits_for_a_person_and_goes_on_with_the_approval() =>
        Story.OfServer(Past.Declared(Manual), Past.Serving(), Past.AwaitingProof())
            .When(new AcceptProof(Past.Fenced()))
            .When(new Proceed([Sample.Node(2)]))
            .And(s => Assert.Equal(ServerPhase.AwaitingApproval, s.Phase))
            .When(new Proceed([Sample.Node(2)])).ThenRefused("ApprovalAwaited", "failover is Manual")
            .When(new Failover(Sample.Order(1), null) { Nodes = [Sample.Node(2)] })
            .When(new Proceed([Sample.Node(2)]))
            .And(s => Assert.Equal("node2", s.Current!.Node));

    [Fact]
    public void What_waits_for_approval_goes_on_by_itself_when_its_own_node_is_back() =>
        Story.OfServer(Past.Declared(Manual), Past.Serving(), Past.AwaitingProof())
            .When(new AcceptProof(Past.Fenced()))
            .When(new Proceed([Sample.Node(2)]))
            .When(new Proceed([Sample.Node(1, boot: 2), Sample.Node(2)]))
            .And(s => Assert.Equal("node1", s.Current!.Node));

    [Fact]
    public void A_fence_by_a_person_gives_the_server_up_and_asks_for_the_proof() => Serving()
        .When(new FenceByPerson(Sample.Order(1, "the rack is on fire")))
        .And(s => Assert.Equal(ServerPhase.AwaitingProof, s.Phase))
        .And(s => Assert.Equal("ada", Assert.IsType<AskProof>(Assert.Single(ServerEffects.Due(s, Rules.All))).FenceOrderedBy));

    [Fact]
    public void A_persons_word_counts_for_the_kernel_that_holds_the_claim() => Lost()
        .When(new StateOff(Sample.Order(1, "power cable pulled"), Heard: false))
        .Then(new OffStated(Now, 1, Sample.Kernel(1), "power cable pulled"))
        .And(s => Assert.Equal("ada", Assert.IsType<AskProof>(Assert.Single(ServerEffects.Due(s, Rules.All))).StatedOff!.By));

    [Fact]
    public void Nobodys_word_proves_a_machine_off_that_is_heard() =>
        Lost().When(new StateOff(Sample.Order(1), Heard: true)).ThenRefused(nameof(Rule.StatementFitsFacts), "heard right now");

    [Fact]
    public void There_is_nothing_to_state_while_nobody_waits() =>
        Serving().When(new StateOff(Sample.Order(1), Heard: false)).ThenRefused("NotAwaitingProof");

    [Fact]
    public void There_is_nothing_to_fence_without_a_claim() =>
        Story.OfServer(Past.Declared()).When(new FenceByPerson(Sample.Order(0))).ThenRefused("NoClaim");

    private static ServerSpec Manual => Sample.Spec with { Healing = new HealingSpec { Failover = FailoverMode.Manual } };

    private static Scenario<ServerState, ServerCommand, ServerEvent> Serving() => Story.OfServer(Past.Declared(), Past.Serving());

    private static Scenario<ServerState, ServerCommand, ServerEvent> Lost() =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.AwaitingProof());

    private static PersonCommand Command(string name, PersonOrder order) => name switch
    {
        "Release" => new Release(order),
        "Failover" => new Failover(order, null),
        "FenceByPerson" => new FenceByPerson(order),
        _ => new StateOff(order, Heard: false),
    };
}
