using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Verbs;

/// <summary>The <c>binding</c> subresource of pods: the only way to give a pod a node after its creation.</summary>
internal sealed class Scheduling(ObjectStore store, TimeProvider clock)
{
    public void Bind(string ns, string name, JsonObject binding, bool dryRun)
    {
        var node = binding.TextAt("target", "name");
        if (string.IsNullOrEmpty(node)) throw Errors.BadRequest("target.name of a binding must name a node");
        var key = BuiltIns.Pods.Key(ns, name);
        for (var attempt = 0; attempt < ObjectWriter.TriesMax; attempt++)
        {
            var current = store.Find(key) ?? throw Errors.NotFound(BuiltIns.Pods, name);
            var body = current.Parse();
            var assigned = body.TextAt("spec", "nodeName");
            if (current.IsDeleting) throw Errors.Conflict(BuiltIns.Pods, name, $"pod {name} is being deleted, cannot be assigned to a host");
            if (!string.IsNullOrEmpty(assigned)) throw Errors.Conflict(BuiltIns.Pods, name, $"pod {name} is already assigned to node \"{assigned}\"");
            if (dryRun) return;
            body.Ensure("spec")["nodeName"] = node;
            MarkScheduled(body.Ensure("status"));
            if (store.TryPut(key, current, body) is not null) return;
        }

        throw Errors.Modified(BuiltIns.Pods, name);
    }

    private void MarkScheduled(JsonObject status)
    {
        if (status["conditions"] is not JsonArray conditions) status["conditions"] = conditions = [];
        foreach (var earlier in conditions.OfType<JsonObject>().Where(c => c["type"].Text() == "PodScheduled").ToList()) conditions.Remove(earlier);
        conditions.Add((JsonNode)new JsonObject
        {
            ["type"] = "PodScheduled",
            ["status"] = "True",
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = Metadata.Stamp(clock.GetUtcNow()),
        });
    }
}
