namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Probes;

/// <summary>One answer of a probe.</summary>
/// <param name="IsSuccess">Whether it succeeded.</param>
/// <param name="Output">What it said, as the kubelet words it.</param>
internal sealed record ProbeResult(bool IsSuccess, string Output)
{
    /// <summary>Longest output that an Event carries (the kubelet's limit on what it reads).</summary>
    public const int OutputCharsMax = 10 * 1024;

    /// <summary>It failed.</summary>
    public static ProbeResult Failed(string output) =>
        new(false, output.Length > OutputCharsMax ? output[..OutputCharsMax] : output);

    /// <summary>It succeeded.</summary>
    public static ProbeResult Good(string output = "") => new(true, output);
}
