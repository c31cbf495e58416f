using System.Collections.Immutable;
using LustreSupervisor.Actors.Cache;
using LustreSupervisor.Topology.Facts;
using Microsoft.Extensions.Time.Testing;

namespace LustreSupervisor.Actors.Tests.Cache;

/// <summary>How long a node has been silent, as far as this member can know.</summary>
public sealed class ClusterViewTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ClusterView _view;

    public ClusterViewTests() => _view = new ClusterView(_time);

    [Fact]
    public void A_node_is_silent_since_its_last_heartbeat()
    {
        _view.SetNodesCurrent(true);
        _view.Set(Node("1"));
        Pass(10);
        Assert.Equal(10, Silence());
        _view.Set(Node("2"));
        Assert.Equal(0, Silence());
    }

    [Fact]
    public void The_same_heartbeat_told_again_is_no_sign_of_life()
    {
        _view.SetNodesCurrent(true);
        _view.Set(Node("1"));
        Pass(10);
        _view.Set(Node("1") with { Ready = false });
        Assert.Equal(10, Silence());
        Assert.False(_view.Nodes["node1"].Ready);
    }

    [Fact]
    public void Silence_does_not_count_while_the_view_is_stale_and_counts_anew_after_it()
    {
        _view.SetNodesCurrent(true);
        _view.Set(Node("1"));
        Pass(30);
        _view.SetNodesCurrent(false);
        Pass(100);
        Assert.Equal(0, Silence());
        _view.SetNodesCurrent(true);
        Assert.Equal(0, Silence());
        Pass(7);
        Assert.Equal(7, Silence());
    }

    [Fact]
    public void That_the_view_is_current_told_again_forgives_no_silence()
    {
        _view.SetNodesCurrent(true);
        _view.Set(Node("1"));
        Pass(30);
        _view.SetNodesCurrent(true);
        Assert.Equal(30, Silence());
    }

    [Fact]
    public void A_node_that_nobody_knows_is_not_called_silent()
    {
        _view.SetNodesCurrent(true);
        Assert.Equal(0, Silence());
        _view.Set(Node("1"));
        _view.RemoveNode("node1");
        Pass(30);
        Assert.Equal(0, Silence());
        Assert.Empty(_view.Nodes);
    }

    private static NodeFact Node(string heartbeat) => new(
        "node1", new("machine", "boot"), true, heartbeat, true, "10.0.0.1", ImmutableSortedDictionary<string, string>.Empty, [], null);

    private double Silence() => _view.SilentFor("node1").TotalSeconds;

    private void Pass(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
