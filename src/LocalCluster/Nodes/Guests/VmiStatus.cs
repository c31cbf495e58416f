using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Nodes.Guests;

/// <summary>The status of a VirtualMachineInstance as KubeVirt reports it. Pure.</summary>
internal static class VmiStatus
{
    /// <summary>Builds the status.</summary>
    /// <param name="vmi">The object as last seen.</param>
    /// <param name="phase">The phase to report.</param>
    /// <param name="node">Its node.</param>
    /// <param name="address">The guest's address; null before it has one.</param>
    /// <param name="now">Time.</param>
    public static JsonObject Of(VmiView vmi, string phase, string node, string? address, DateTimeOffset now)
    {
        var stamp = Metadata.Stamp(now);
        var transitions = new JsonArray([.. vmi.Transitions.Select(one => one?.DeepClone())]);
        if (!transitions.Any(one => one?["phase"].Text() == phase))
            transitions.Add((JsonNode)new JsonObject { ["phase"] = phase, ["phaseTransitionTimestamp"] = stamp });
        var runs = phase == "Running";
        var status = new JsonObject
        {
            ["phase"] = phase,
            ["nodeName"] = node,
            ["phaseTransitionTimestamps"] = transitions,
            ["conditions"] = new JsonArray(
                Condition("Ready", runs, runs ? null : "GuestNotRunning", runs ? null : "Guest VM is not reported as running", stamp),
                Condition("LiveMigratable", false, "DisksNotLiveMigratable", "servers of a file system are not moved", stamp)),
        };
        if (address is not null)
        {
            status["interfaces"] = new JsonArray(new JsonObject
            {
                ["name"] = "default", ["ipAddress"] = address, ["ipAddresses"] = new JsonArray(address), ["infoSource"] = "domain",
            });
        }

        return status;
    }

    private static JsonObject Condition(string type, bool holds, string? reason, string? message, string stamp)
    {
        var condition = new JsonObject { ["type"] = type, ["status"] = holds ? "True" : "False", ["lastProbeTime"] = null, ["lastTransitionTime"] = stamp };
        if (reason is not null)
            (condition["reason"], condition["message"]) = (reason, message);
        return condition;
    }
}
