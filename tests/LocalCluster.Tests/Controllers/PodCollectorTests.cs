using LustreSupervisor.LocalCluster.Api.Controllers;
using LustreSupervisor.LocalCluster.Api.Controllers.Pods;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Selectors;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Verbs;

namespace LustreSupervisor.LocalCluster.Tests.Controllers;

public sealed class PodCollectorTests : IDisposable
{
    private static readonly ControllerTimes Times = ControllerTimes.Real with { TerminatedPodsMax = 2 };

    private readonly ControlRoom room = new();
    private readonly PodCollector collector;

    public PodCollectorTests() => collector = new PodCollector(room.View, room.Writer, Times, room.Clock);

    public void Dispose() => room.Dispose();

    [Fact]
    public void Pods_of_a_node_that_is_no_more_go_after_the_quarantine_as_failed()
    {
        room.MakePod("lost", """{"nodeName":"nowhere"}""");
        room.Run("lost");
        collector.Pass();
        room.Clock.Advance(Times.LostNodeQuarantine - TimeSpan.FromSeconds(1));
        collector.Pass();
        Assert.NotNull(room.Pod("lost"));
        using var watch = room.Store.Subscribe(BuiltIns.Pods.Storage, Scope.All, room.Store.Version);
        room.Clock.Advance(TimeSpan.FromSeconds(1));
        collector.Pass();
        Assert.Null(room.Pod("lost"));
        Assert.True(watch.Changes.TryRead(out var failed));
        Assert.Equal("Failed", failed.Object!.Parse().TextAt("status", "phase"));
        Assert.Equal("PodGC: node no longer exists", Conditions.Find(failed.Object.Parse(), "DisruptionTarget")!["message"].Text());
        Assert.True(watch.Changes.TryRead(out var removed));
        Assert.Equal(ChangeType.Deleted, removed.Type);
    }

    [Fact]
    public void A_node_that_comes_back_within_the_quarantine_keeps_its_pods()
    {
        room.MakePod("kept", """{"nodeName":"node1"}""");
        collector.Pass();
        room.Clock.Advance(Times.LostNodeQuarantine - TimeSpan.FromSeconds(1));
        room.MakeNode("node1");
        collector.Pass();
        room.Clock.Advance(Times.LostNodeQuarantine);
        collector.Pass();
        Assert.NotNull(room.Pod("kept"));
    }

    [Fact]
    public void The_oldest_of_too_many_ended_pods_go()
    {
        foreach (var name in (string[])["a", "b", "c"])
        {
            room.MakePod(name);
            room.Writer.ChangeStatus(BuiltIns.Pods, BuiltIns.Pods.Key("default", name), room.Pod(name)!.Uid()!, b => b["status"]!["phase"] = "Succeeded");
            room.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        collector.Pass();
        Assert.Null(room.Pod("a"));
        Assert.NotNull(room.Pod("b"));
        Assert.NotNull(room.Pod("c"));
    }

    [Theory]
    [InlineData("Unknown", "node.kubernetes.io/out-of-service", true)]
    [InlineData("True", "node.kubernetes.io/out-of-service", false)]
    [InlineData("Unknown", "other", false)]
    public void Only_a_declared_end_of_a_silent_node_ends_its_terminating_pods(string ready, string taint, bool goes)
    {
        room.MakeNode("node1", $$"""{"taints":[{"key":"{{taint}}","effect":"NoExecute"}]}""", ready: ready);
        room.MakePod("stuck", """{"nodeName":"node1"}""");
        room.MakePod("fine", """{"nodeName":"node1"}""");
        room.Deletion.Delete(BuiltIns.Pods, "default", "stuck", new DeleteOptions());
        collector.Pass();
        Assert.Equal(goes, room.Pod("stuck") is null);
        Assert.NotNull(room.Pod("fine"));
    }
}
