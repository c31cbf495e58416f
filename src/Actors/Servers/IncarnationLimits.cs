namespace LustreSupervisor.Actors.Servers;

/// <summary>Deadlines and retries of one incarnation, each with its reason.</summary>
internal static class IncarnationLimits
{
    /// <summary>From the plan to the agent's hello: an image may have to be pulled. After it the pod counts as never started.</summary>
    internal static readonly TimeSpan Start = TimeSpan.FromSeconds(120);

    /// <summary>To reach again an agent that was reached before. After it the session is rebuilt; the kubelet tells of a dead pod sooner.</summary>
    internal static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(15);

    /// <summary>Rest before a call that the cluster could not answer is made again.</summary>
    internal static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>Rest before the pod's name is tried again while its predecessor is still being removed.</summary>
    internal static readonly TimeSpan NameRetry = TimeSpan.FromMilliseconds(100);

    /// <summary>How often the node's silence is looked at.</summary>
    internal static readonly TimeSpan NodeCheck = TimeSpan.FromMilliseconds(500);

    /// <summary>Added to an order's own time-out before the session counts as broken.</summary>
    internal static readonly TimeSpan OrderGrace = TimeSpan.FromSeconds(30);
}
