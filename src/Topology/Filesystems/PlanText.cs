using System.Globalization;
using System.Text;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>A layout as text: what a dry run prints and what golden tests compare.</summary>
public static class PlanText
{
    /// <summary>The plan in start order, one line a server with its nodes in order of preference; or everything that is missing for one.</summary>
    public static string Print(FilesystemFact declared, LayoutPlanner.Layout layout)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{declared.Namespace}/{declared.Name} generation {declared.Generation}: ");
        if (layout.Missing.Length > 0)
        {
            text.Append("no plan\n");
            foreach (var missing in layout.Missing)
                text.Append(CultureInfo.InvariantCulture, $"  missing: {missing}\n");
            return text.ToString();
        }

        text.Append(CultureInfo.InvariantCulture, $"{layout.Servers.Length} servers, MGS at {MgsNids(layout)}\n");
        foreach (var server in layout.Servers)
            Line(text, server);
        return text.ToString();
    }

    private static string MgsNids(LayoutPlanner.Layout layout) =>
        string.Join(':', layout.Servers.Select(s => s.MgsNids).FirstOrDefault(n => n.Length > 0, []));

    private static void Line(StringBuilder text, ServerSpec server)
    {
        var nodes = string.Join(", ", server.ServiceNodes.Select(n => $"{n.Name} ({n.DevicePath})"));
        text.Append(
            CultureInfo.InvariantCulture,
            $"  wave {StartOrder.WaveOf(server.Target)}  {server.Target.ObjectName,-16} {server.Target.Label,-16} {server.Device.Id} on {nodes}\n");
    }
}
