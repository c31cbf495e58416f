using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Selectors;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Upkeep;

/// <summary>Deletes the objects of a terminating definition, and lets the definition go after the last of them.</summary>
internal sealed class DefinitionEnd(ObjectStore store, Removal removal)
{
    public void Work(StoredObject found)
    {
        var names = found.Parse().Child("spec");
        var resource = new ResourceName(names.TextAt("group") ?? "", names.TextAt("names", "plural") ?? "");
        foreach (var stored in store.List(resource, Scope.All).Objects.Where(o => !o.IsDeleting)) removal.Delete(stored);
        if (store.List(resource, Scope.All).Objects.Length == 0) removal.DropFinalizer(found, DefinitionStrategy.CleanupFinalizer);
    }
}
