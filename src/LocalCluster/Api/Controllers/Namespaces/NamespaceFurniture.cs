using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Selectors;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Namespaces;

/// <summary>
/// What every namespace has (<c>serviceaccount-controller</c>, <c>root-ca-certificate-publisher-controller</c>): the service account
/// <c>default</c> and the certificate of the cluster's authority. What is deleted or altered comes back.
/// </summary>
/// <param name="store">Where to look.</param>
/// <param name="writer">How to write.</param>
/// <param name="authority">Certificate of the cluster's authority, PEM.</param>
internal sealed class NamespaceFurniture(ObjectStore store, ClusterWriter writer, string authority) : IController
{
    private const string Account = "default";
    private const string Bundle = "kube-root-ca.crt";
    private const string BundleKey = "ca.crt";

    private static readonly ResourceType ConfigMaps = BuiltIns.All.Single(type => type is { Group: "", Plural: "configmaps" });

    /// <inheritdoc/>
    public string Name => "namespace-furniture";

    /// <inheritdoc/>
    public bool Concerns(Change change)
    {
        var key = change.Object.Key;
        return key.Resource == BuiltIns.Namespaces.Storage
            || (key.Resource == ServedKinds.ServiceAccounts.Storage && key.Name == Account)
            || (key.Resource == ConfigMaps.Storage && key.Name == Bundle);
    }

    /// <inheritdoc/>
    public TimeSpan? Pass()
    {
        foreach (var ns in store.List(BuiltIns.Namespaces.Storage, Scope.All).Objects.Where(ns => !ns.IsDeleting).Select(ns => ns.Key.Name))
        {
            if (store.Find(ServedKinds.ServiceAccounts.Key(ns, Account)) is null)
                writer.Create(ServedKinds.ServiceAccounts, ns, new JsonObject { ["metadata"] = new JsonObject { ["name"] = Account } });
            Publish(ns);
        }

        return null;
    }

    private void Publish(string ns)
    {
        var key = ConfigMaps.Key(ns, Bundle);
        if (store.Find(key) is not { } found)
        {
            writer.Create(ConfigMaps, ns, new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = Bundle,
                    ["annotations"] = new JsonObject
                    {
                        ["kubernetes.io/description"] = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints " +
                            "such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.",
                    },
                },
                ["data"] = Data(),
            });
        }
        else if (!found.IsDeleting && !JsonNode.DeepEquals(found.Parse()["data"], Data()))
        {
            writer.ChangeMain(ConfigMaps, key, found.Uid, body => body["data"] = Data());
        }
    }

    private JsonObject Data() => new() { [BundleKey] = authority };
}
