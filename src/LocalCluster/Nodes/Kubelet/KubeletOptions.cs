using System.Globalization;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet;

/// <summary>Times of a kubelet. The defaults are a real one's, but where a laptop's cluster is to notice things sooner.</summary>
public sealed record KubeletOptions
{
    /// <summary>Variable of the node process that sets <see cref="BackOffFactor"/>.</summary>
    public const string BackOffVariable = "LUSTRE_RESTART_BACKOFF_FACTOR";

    /// <summary>Factor for the waits of crashing containers: 10 s doubling to 300 s in life, factor 1.</summary>
    public double BackOffFactor { get; init; } = 1;

    /// <summary>
    /// Between two looks at the node's own status; it is posted when it changed or somebody changed it. A real kubelet looks every 10 s
    /// (<c>nodeStatusUpdateFrequency</c>); after a thaw or an outage the node is to be Ready again within a second.
    /// </summary>
    public TimeSpan NodeStatusInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest time between two posts of an unchanged status (<c>nodeStatusReportFrequency</c>).</summary>
    public TimeSpan NodeReportInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Before a container whose configuration is not there is looked at again; the kubelet's next sync, shortened.</summary>
    public TimeSpan ConfigRetryInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What the environment of a node process says.</summary>
    /// <param name="variable">Looks a variable up.</param>
    public static KubeletOptions From(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return double.TryParse(variable(BackOffVariable), NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) && factor is >= 0 and <= 1
            ? new KubeletOptions { BackOffFactor = factor }
            : new KubeletOptions();
    }
}
