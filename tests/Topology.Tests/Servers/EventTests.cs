using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Servers;

/// <summary>The fold and the decision are total over what they know and refuse the rest.</summary>
public sealed class EventTests
{
    [Fact]
    public void An_event_that_nobody_knows_is_an_error_not_a_surprise() =>
        Assert.Throws<InvalidOperationException>(() => ServerEvolver.Evolve(ServerState.Initial, new FromTheFuture()));

    [Fact]
    public void A_command_that_nobody_knows_is_refused() => Story.OfServer(Past.Declared())
        .When(new Impossible())
        .ThenRefused("UnknownCommand", "Impossible");

    private sealed record FromTheFuture() : ServerEvent(Moment.NoMeta);

    private sealed record Impossible : ServerCommand;
}
