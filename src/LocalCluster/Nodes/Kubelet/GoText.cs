using System.Globalization;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet;

/// <summary>Values as Go prints them, for texts that are the kubelet's.</summary>
internal static class GoText
{
    /// <summary>A duration of whole seconds, such as <c>10s</c>, <c>1m20s</c> or <c>5m0s</c>.</summary>
    public static string Duration(TimeSpan duration)
    {
        var (hours, minutes, seconds) = ((int)duration.TotalHours, duration.Minutes, duration.Seconds);
        return string.Create(CultureInfo.InvariantCulture, $"{(hours > 0 ? $"{hours}h" : "")}{(hours > 0 || minutes > 0 ? $"{minutes}m" : "")}{seconds}s");
    }
}
