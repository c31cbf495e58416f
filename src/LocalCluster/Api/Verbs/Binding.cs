using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Verbs;

/// <summary>The <c>binding</c> subresource of pods: the only way to give a pod a node after its creation.</summary>
internal sealed class Binding(ObjectStore store, TimeProvider clock)
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
            Check(name, current, body, binding.Uid());
            if (dryRun) return;
            body.Ensure("spec")["nodeName"] = node;
            if (body.Generation() > 0) body.Meta()["generation"] = body.Generation() + 1;
            MarkScheduled(body);
            if (store.TryPut(key, current, body) is not null) return;
        }

        throw Errors.Modified(BuiltIns.Pods, name);
    }

    private static void Check(string name, StoredObject current, JsonObject body, string? uid)
    {
        var assigned = body.TextAt("spec", "nodeName");
        if (!string.IsNullOrEmpty(uid) && uid != current.Uid) throw Errors.UidMismatch(BuiltIns.Pods, name, uid, current.Uid);
        if (current.IsDeleting) throw Errors.Conflict(BuiltIns.Pods, name, $"pod {name} is being deleted, cannot be assigned to a host");
        if (!string.IsNullOrEmpty(assigned)) throw Errors.Conflict(BuiltIns.Pods, name, $"pod {name} is already assigned to node \"{assigned}\"");
        if (body.At("spec", "schedulingGates") is JsonArray { Count: > 0 })
            throw Errors.Conflict(BuiltIns.Pods, name, $"pod {name} has non-empty .spec.schedulingGates");
    }

    private void MarkScheduled(JsonObject body)
    {
        var status = body.Ensure("status");
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
