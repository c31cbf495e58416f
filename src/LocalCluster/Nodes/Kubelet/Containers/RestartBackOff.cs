namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;

/// <summary>
/// How long a container that ended waits for its next start (<c>flowcontrol.Backoff</c> as the kubelet uses it): the first restart comes at
/// once, then after 10 s, 20 s, … 300 s; a container that ran for twice the longest wait begins anew. Pure.
/// </summary>
/// <param name="factor">Factor for all these times; 1 in life.</param>
internal sealed class RestartBackOff(double factor)
{
    /// <summary>First wait.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait (<c>MaxContainerBackOff</c>).</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(300);

    /// <summary>An end this long after the one before is a first one again.</summary>
    public static readonly TimeSpan Forgotten = 2 * Longest;

    private TimeSpan wait;
    private DateTimeOffset lastEnd;

    /// <summary>Takes note of an end and tells how long to wait, as the kubelet names it: without the factor.</summary>
    /// <param name="ended">When the container ended.</param>
    public TimeSpan Next(DateTimeOffset ended)
    {
        var begins = wait == TimeSpan.Zero || ended - lastEnd > Forgotten * factor;
        var now = begins ? TimeSpan.Zero : wait;
        wait = begins ? First : wait * 2 < Longest ? wait * 2 : Longest;
        lastEnd = ended;
        return now;
    }

    /// <summary>The wait as it is on this machine.</summary>
    public TimeSpan Scaled(TimeSpan named) => named * factor;
}
