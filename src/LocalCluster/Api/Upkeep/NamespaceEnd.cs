using System.Globalization;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Controllers;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Upkeep;

/// <summary>
/// <c>namespace-controller</c>: empties a terminating namespace, pods before everything else that they may still need, and says in its
/// conditions what it waits for.
/// </summary>
internal sealed class NamespaceEnd(ObjectStore store, Removal removal, TimeProvider clock)
{
    public void Work(StoredObject found)
    {
        var content = Content(found);
        var pods = content.Where(o => o.Key.Resource == BuiltIns.Pods.Storage).ToList();
        foreach (var stored in (pods.Count > 0 ? pods : [.. content]).Where(o => !o.IsDeleting)) removal.Delete(stored);
        content = Content(found);
        var body = found.Parse();
        if (content.Length > 0)
        {
            Explain(body, content);
            if (!JsonNode.DeepEquals(body, found.Parse())) store.TryPut(found.Key, found, body);
            return;
        }

        body.Child("spec")?.Remove("finalizers");
        removal.Finish(found, body);
    }

    private StoredObject[] Content(StoredObject found) => store.Everything(o => o.Key.Namespace == found.Key.Name);

    private void Explain(JsonObject body, StoredObject[] content)
    {
        var now = clock.GetUtcNow();
        var kinds = content.GroupBy(o => $"{o.Key.Resource.Plural}.{o.Key.Resource.Group}")
            .Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Key} has {kind.Count()} resource instances")).Order(StringComparer.Ordinal);
        var finalizers = content.SelectMany(o => o.Parse().Child("metadata").Items("finalizers")?.Select(f => f.Text()).OfType<string>() ?? [])
            .GroupBy(finalizer => finalizer)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} in {group.Count()} resource instances"))
            .Order(StringComparer.Ordinal).ToList();
        Conditions.Set(body, "NamespaceDeletionDiscoveryFailure", "False", "ResourcesDiscovered", "All resources successfully discovered", now);
        Conditions.Set(body, "NamespaceDeletionGroupVersionParsingFailure", "False", "ParsedGroupVersions", "All legacy kube types successfully parsed", now);
        Conditions.Set(body, "NamespaceDeletionContentFailure", "False", "ContentDeleted", "All content successfully deleted, may be waiting on finalization", now);
        Conditions.Set(body, "NamespaceContentRemaining", "True", "SomeResourcesRemain", $"Some resources are remaining: {string.Join(", ", kinds)}", now);
        if (finalizers.Count > 0)
            Conditions.Set(body, "NamespaceFinalizersRemaining", "True", "SomeFinalizersRemain",
                $"Some content in the namespace has finalizers remaining: {string.Join(", ", finalizers)}", now);
        else
            Conditions.Set(body, "NamespaceFinalizersRemaining", "False", "ContentHasNoFinalizers", "All content-preserving finalizers finished", now);
    }
}
