using k8s;
using k8s.Models;

namespace LustreSupervisor.LocalCluster.Tests.Api.Security;

/// <summary>A node keeps to itself.</summary>
public sealed class NodeRightsTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Leases = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";

    [Fact]
    public async Task It_writes_its_own_Node_and_Lease_only()
    {
        Assert.Equal(201, await CodeAsync("POST", "/api/v1/nodes", """{"metadata":{"name":"n1"}}"""));
        Assert.Equal(403, await CodeAsync("POST", "/api/v1/nodes", """{"metadata":{"name":"n9"}}"""));
        Assert.Equal(403, await CodeAsync("PUT", "/api/v1/nodes/n9", """{"metadata":{"name":"n9"}}"""));
        Assert.Equal(403, await CodeAsync("DELETE", "/api/v1/nodes/n1"));
        Assert.Equal(201, await CodeAsync("POST", Leases, """{"metadata":{"name":"n1"}}"""));
        Assert.Equal(403, await CodeAsync("POST", Leases, """{"metadata":{"name":"n9"}}"""));
        Assert.Equal(403, await CodeAsync("GET", Leases + "/n9"));
        Assert.Equal(403, await CodeAsync("GET", "/apis/coordination.k8s.io/v1/namespaces/default/leases/n1"));
    }

    [Fact]
    public async Task It_touches_only_pods_that_are_bound_to_it()
    {
        await CreateAsync("mine", "n1");
        await CreateAsync("theirs", "n2");
        Assert.Equal(200, await CodeAsync("PATCH", Pods + "/mine/status", """{"status":{"phase":"Running"}}"""));
        var (code, status) = await cluster.SendAsync(
            "PATCH", Pods + "/theirs/status", """{"status":{"phase":"Running"}}""", "application/merge-patch+json", authorization: Token);
        Assert.Equal(403, code);
        Assert.EndsWith(": node \"n1\" can only update pod status for pods with spec.nodeName set to itself", (string?)status["message"], StringComparison.Ordinal);
        Assert.Equal(403, await CodeAsync("DELETE", Pods + "/theirs"));
        Assert.Equal(403, await CodeAsync("POST", Pods, KubernetesJson.Serialize(Samples.Pod("forged", "n1"))));
    }

    [Fact]
    public async Task It_reads_only_what_its_pods_refer_to()
    {
        foreach (var name in (string[])["used", "unused"])
            await cluster.SendAsync("POST", "/api/v1/namespaces/default/secrets", $$$"""{"metadata":{"name":"{{{name}}}"}}""");
        var pod = Samples.Pod("user", "n1");
        pod.Spec.Volumes = [new V1Volume { Name = "s", Secret = new V1SecretVolumeSource { SecretName = "used" } }];
        await cluster.Client.CoreV1.CreateNamespacedPodAsync(pod, "default", cancellationToken: TestCluster.Ct);
        Assert.Equal(200, await CodeAsync("GET", "/api/v1/namespaces/default/secrets/used"));
        Assert.Equal(403, await CodeAsync("GET", "/api/v1/namespaces/default/secrets/unused"));
        Assert.Equal(403, await CodeAsync("GET", "/api/v1/namespaces/default/secrets"));
    }

    [Fact]
    public async Task It_asks_for_tokens_of_accounts_that_its_pods_use_only()
    {
        foreach (var name in (string[])["worker", "idle"])
            await cluster.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", $$$"""{"metadata":{"name":"{{{name}}}"}}""");
        var pod = Samples.Pod("working", "n1");
        pod.Spec.ServiceAccountName = "worker";
        var made = await cluster.Client.CoreV1.CreateNamespacedPodAsync(pod, "default", cancellationToken: TestCluster.Ct);
        Assert.Equal(403, await CodeAsync("POST", "/api/v1/namespaces/default/serviceaccounts/idle/token", "{}"));
        Assert.Equal(403, await CodeAsync("POST", "/api/v1/namespaces/default/serviceaccounts/worker/token", "{}"));
        Assert.Equal(201, await CodeAsync(
            "POST", "/api/v1/namespaces/default/serviceaccounts/worker/token",
            $$$"""{"spec":{"boundObjectRef":{"kind":"Pod","name":"working","uid":"{{{made.Uid()}}}"}} }"""));
    }

    [Fact]
    public async Task As_the_host_of_a_guest_it_gets_a_token_that_ends_with_itself()
    {
        Assert.Equal(201, (await cluster.SendAsync("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", """
            {"metadata":{"name":"virtualmachineinstances.kubevirt.io"},"spec":{"group":"kubevirt.io","scope":"Namespaced",
            "names":{"plural":"virtualmachineinstances","kind":"VirtualMachineInstance"},"versions":[{"name":"v1","served":true,"storage":true,
            "schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}
            """)).Code);
        await cluster.SendAsync("POST", "/api/v1/nodes", """{"metadata":{"name":"h1"}}""");
        await cluster.SendAsync("POST", "/api/v1/nodes", """{"metadata":{"name":"h2"}}""");
        await cluster.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"guest"}}""");
        const string Place = "/api/v1/namespaces/default/serviceaccounts/guest/token";
        Assert.Equal(403, await HostAsync( """{"spec":{"boundObjectRef":{"kind":"Node","name":"h1"}}}"""));
        Assert.Equal(201, (await cluster.SendAsync("POST", "/apis/kubevirt.io/v1/namespaces/default/virtualmachineinstances", """
            {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","metadata":{"name":"vm"},"status":{"nodeName":"h1"},
            "spec":{"volumes":[{"name":"v","serviceAccount":{"serviceAccountName":"guest"}}]}}
            """)).Code);
        Assert.Equal(201, await HostAsync( """{"spec":{"boundObjectRef":{"kind":"Node","name":"h1"}}}"""));
        Assert.Equal(403, await HostAsync( """{"spec":{"boundObjectRef":{"kind":"Node","name":"h2"}}}"""));
        Assert.Equal(403, await HostAsync( "{}"));
    
        async Task<int> HostAsync(string body) =>
            (await cluster.SendAsync("POST", Place, body, authorization: $"Bearer {cluster.NodeToken("h1")}")).Code;
    }

    private string Token => "Bearer " + cluster.NodeToken("n1");

    private async Task<int> CodeAsync(string method, string path, string? body = null) =>
        (await cluster.SendAsync(method, path, body, method == "PATCH" ? "application/merge-patch+json" : "application/json", authorization: Token)).Code;

    private Task<V1Pod> CreateAsync(string name, string node) =>
        cluster.Client.CoreV1.CreateNamespacedPodAsync(Samples.Pod(name, node), "default", cancellationToken: TestCluster.Ct);
}
