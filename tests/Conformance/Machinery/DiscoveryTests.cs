using System.Text.Json.Nodes;
using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Machinery;

/// <summary>What a server says about itself: clients find their way by it.</summary>
public sealed class DiscoveryTests(ConformanceCluster cluster)
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    [Fact]
    public async Task The_version_is_one_of_Kubernetes_1()
    {
        var version = (await cluster.Api.GetAsync("version")).Must(200);
        Assert.Equal("1", version["major"]);
        Assert.StartsWith("v1.", version["gitVersion"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api/v1", "pods", true, "po", "Pod")]
    [InlineData("api/v1", "nodes", false, "no", "Node")]
    [InlineData("api/v1", "namespaces", false, "ns", "Namespace")]
    [InlineData("api/v1", "events", true, "ev", "Event")]
    [InlineData("api/v1", "secrets", true, "", "Secret")]
    [InlineData("api/v1", "configmaps", true, "cm", "ConfigMap")]
    [InlineData("api/v1", "serviceaccounts", true, "sa", "ServiceAccount")]
    [InlineData("api/v1", "services", true, "svc", "Service")]
    [InlineData("api/v1", "persistentvolumeclaims", true, "pvc", "PersistentVolumeClaim")]
    [InlineData("apis/apps/v1", "deployments", true, "deploy", "Deployment")]
    [InlineData("apis/apps/v1", "statefulsets", true, "sts", "StatefulSet")]
    [InlineData("apis/apps/v1", "daemonsets", true, "ds", "DaemonSet")]
    [InlineData("apis/policy/v1", "poddisruptionbudgets", true, "pdb", "PodDisruptionBudget")]
    [InlineData("apis/coordination.k8s.io/v1", "leases", true, "", "Lease")]
    [InlineData("apis/events.k8s.io/v1", "events", true, "ev", "Event")]
    [InlineData("apis/rbac.authorization.k8s.io/v1", "clusterroles", false, "", "ClusterRole")]
    [InlineData("apis/networking.k8s.io/v1", "networkpolicies", true, "netpol", "NetworkPolicy")]
    [InlineData("apis/storage.k8s.io/v1", "storageclasses", false, "sc", "StorageClass")]
    [InlineData("apis/apiextensions.k8s.io/v1", "customresourcedefinitions", false, "crd", "CustomResourceDefinition")]
    public async Task A_kind_is_described_as_it_is(string groupVersion, string plural, bool namespaced, string shortName, string kind)
    {
        var found = Find(await cluster.Api.GetAsync(groupVersion), plural);
        Assert.Equal((namespaced, kind), (found["namespaced"]!.GetValue<bool>(), $"{found["kind"]}"));
        if (shortName.Length > 0) Assert.Contains(shortName, Texts(found["shortNames"]));
        Assert.Superset(new HashSet<string> { "create", "delete", "get", "list", "patch", "update", "watch" }, Texts(found["verbs"]).ToHashSet());
    }

    [Theory]
    [InlineData("apis/authentication.k8s.io/v1", "tokenreviews")]
    [InlineData("apis/authorization.k8s.io/v1", "subjectaccessreviews")]
    [InlineData("apis/authorization.k8s.io/v1", "selfsubjectaccessreviews")]
    public async Task Questions_can_only_be_asked(string groupVersion, string plural) =>
        Assert.Equal(["create"], Texts(Find(await cluster.Api.GetAsync(groupVersion), plural)["verbs"]));

    [Theory]
    [InlineData("pods/status", "Pod", "")]
    [InlineData("pods/log", "Pod", "")]
    [InlineData("pods/eviction", "Eviction", "policy")]
    [InlineData("pods/binding", "Binding", "")]
    [InlineData("serviceaccounts/token", "TokenRequest", "authentication.k8s.io")]
    public async Task Subresources_name_what_they_speak(string name, string kind, string group)
    {
        var found = Find(await cluster.Api.GetAsync("api/v1"), name);
        Assert.Equal((kind, group), ($"{found["kind"]}", $"{found["group"]}"));
    }

    [Fact]
    public async Task Groups_are_listed_with_their_preferred_version()
    {
        var groups = (await cluster.Api.GetAsync("apis")).Must(200).Body["groups"]!.AsArray();
        var apps = groups.Single(group => $"{group!["name"]}" == "apps")!;
        Assert.Equal("apps/v1", $"{apps["preferredVersion"]!["groupVersion"]}");
    }

    [Fact]
    public async Task Discovery_can_be_had_in_one_document()
    {
        var answer = (await cluster.Api.GetAsync("apis", Aggregated)).Must(200);
        Assert.Equal("APIGroupDiscoveryList", answer["kind"]);
        var policy = answer.Items.Single(group => $"{group!["metadata"]!["name"]}" == "policy")!;
        Assert.Contains("poddisruptionbudgets", policy["versions"]![0]!["resources"]!.AsArray().Select(resource => $"{resource!["resource"]}"));
    }

    [Fact]
    public async Task Schemas_are_published_for_clients_that_check_before_they_send()
    {
        var old = (await cluster.Api.GetAsync("openapi/v2")).Must(200);
        Assert.NotNull(old.At("definitions", "io.k8s.api.core.v1.Pod", "properties", "spec"));
        var index = (await cluster.Api.GetAsync("openapi/v3")).Must(200);
        var path = index["paths", "apis/apps/v1", "serverRelativeURL"];
        var apps = (await cluster.Api.GetAsync(path.TrimStart('/'))).Must(200);
        Assert.NotNull(apps.At("components", "schemas", "io.k8s.api.apps.v1.Deployment"));
    }

    private static JsonObject Find(Answer document, string name) =>
        document.Must(200).Body["resources"]!.AsArray().Single(resource => $"{resource!["name"]}" == name)!.AsObject();

    private static IEnumerable<string> Texts(JsonNode? list) => (list as JsonArray ?? []).Select(text => $"{text}");
}
