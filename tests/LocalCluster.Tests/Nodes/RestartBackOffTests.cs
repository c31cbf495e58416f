using LustreSupervisor.LocalCluster.Nodes.Kubelet;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;

namespace LustreSupervisor.LocalCluster.Tests.Nodes;

public sealed class RestartBackOffTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void The_first_restart_comes_at_once_and_each_later_one_after_twice_as_long()
    {
        var backOff = new RestartBackOff(1);
        var waits = Enumerable.Range(0, 8).Select(end => GoText.Duration(backOff.Next(Start.AddSeconds(end))));
        Assert.Equal(["0s", "10s", "20s", "40s", "1m20s", "2m40s", "5m0s", "5m0s"], waits);
    }

    [Fact]
    public void A_long_run_is_a_new_beginning()
    {
        var backOff = new RestartBackOff(1);
        _ = backOff.Next(Start);
        Assert.Equal(RestartBackOff.First, backOff.Next(Start.AddMinutes(10)));
        Assert.Equal(TimeSpan.Zero, backOff.Next(Start.AddMinutes(21)));
    }
}
