using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using static LustreSupervisor.LocalCluster.Tests.Api.TestCluster;

namespace LustreSupervisor.LocalCluster.Tests.Api;

public sealed class CrudTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    [Fact]
    public async Task A_created_object_has_what_the_server_adds()
    {
        var created = await cluster.Client.CoreV1.CreateNamespacedPodAsync(Samples.Pod("made", "node1"), "default", cancellationToken: Ct);
        Assert.NotNull(created.Uid());
        Assert.NotNull(created.Metadata.CreationTimestamp);
        Assert.NotEmpty(created.ResourceVersion());
        Assert.Equal(1, created.Metadata.Generation);
        Assert.Equal("Pending", created.Status.Phase);
        Assert.Equal("Always", created.Spec.RestartPolicy);
        Assert.Equal(30, created.Spec.TerminationGracePeriodSeconds);
        var read = await cluster.Client.CoreV1.ReadNamespacedPodAsync("made", "default", cancellationToken: Ct);
        Assert.Equal(created.ResourceVersion(), read.ResourceVersion());
    }

    [Fact]
    public async Task A_name_exists_once()
    {
        await cluster.Client.CoreV1.CreateNamespacedConfigMapAsync(Samples.ConfigMap("once"), "default", cancellationToken: Ct);
        var (code, status) = await cluster.SendAsync("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"once"}}""");
        Assert.Equal(409, code);
        Assert.Equal("AlreadyExists", (string?)status["reason"]);
        Assert.Equal("configmaps \"once\" already exists", (string?)status["message"]);
        Assert.Equal("once", (string?)status["details"]!["name"]);
    }

    [Fact]
    public async Task A_stale_update_is_refused_in_the_real_servers_words()
    {
        var first = await cluster.Client.CoreV1.CreateNamespacedConfigMapAsync(Samples.ConfigMap("stale"), "default", cancellationToken: Ct);
        first.Data["value"] = "2";
        await cluster.Client.CoreV1.ReplaceNamespacedConfigMapAsync(first, "stale", "default", cancellationToken: Ct);
        var error = await Assert.ThrowsAsync<HttpOperationException>(
            () => cluster.Client.CoreV1.ReplaceNamespacedConfigMapAsync(first, "stale", "default", cancellationToken: Ct));
        Assert.Equal(HttpStatusCode.Conflict, error.Response.StatusCode);
        var status = KubernetesJson.Deserialize<V1Status>(error.Response.Content);
        Assert.Equal("Operation cannot be fulfilled on configmaps \"stale\": the object has been modified; please apply your changes to the latest version and try again", status.Message);
        Assert.Equal("Conflict", status.Reason);
        Assert.Equal("configmaps", status.Details.Kind);
    }

    [Fact]
    public async Task An_absent_object_is_not_found()
    {
        var (code, status) = await cluster.SendAsync("GET", "/apis/coordination.k8s.io/v1/namespaces/default/leases/none");
        Assert.Equal(404, code);
        Assert.Equal("leases.coordination.k8s.io \"none\" not found", (string?)status["message"]);
        Assert.Equal("coordination.k8s.io", (string?)status["details"]!["group"]);
        Assert.Equal("leases", (string?)status["details"]!["kind"]);
    }

    [Fact]
    public async Task A_namespace_must_exist()
    {
        var (code, status) = await cluster.SendAsync("POST", "/api/v1/namespaces/nowhere/configmaps", """{"metadata":{"name":"x"}}""");
        Assert.Equal(404, code);
        Assert.Equal("namespaces \"nowhere\" not found", (string?)status["message"]);
    }

    [Fact]
    public async Task Names_are_generated()
    {
        var map = new V1ConfigMap { Metadata = new V1ObjectMeta { GenerateName = "many-" } };
        var one = await cluster.Client.CoreV1.CreateNamespacedConfigMapAsync(map, "default", cancellationToken: Ct);
        var two = await cluster.Client.CoreV1.CreateNamespacedConfigMapAsync(map, "default", cancellationToken: Ct);
        Assert.Matches("^many-[a-z0-9]{5}$", one.Name());
        Assert.NotEqual(one.Name(), two.Name());
    }

    [Fact]
    public async Task A_dry_run_writes_nothing()
    {
        var made = await cluster.Client.CoreV1.CreateNamespacedConfigMapAsync(Samples.ConfigMap("dry"), "default", dryRun: "All", cancellationToken: Ct);
        Assert.Equal("dry", made.Name());
        var (code, _) = await cluster.SendAsync("GET", "/api/v1/namespaces/default/configmaps/dry");
        Assert.Equal(404, code);
    }

    [Fact]
    public async Task A_replace_without_a_change_keeps_the_resourceVersion()
    {
        var made = await cluster.Client.CoreV1.CreateNamespacedConfigMapAsync(Samples.ConfigMap("same"), "default", cancellationToken: Ct);
        var again = await cluster.Client.CoreV1.ReplaceNamespacedConfigMapAsync(made, "same", "default", cancellationToken: Ct);
        Assert.Equal(made.ResourceVersion(), again.ResourceVersion());
    }

    [Fact]
    public async Task A_replace_with_the_uid_of_another_object_is_refused()
    {
        var made = await cluster.Client.CoreV1.CreateNamespacedConfigMapAsync(Samples.ConfigMap("twin"), "default", cancellationToken: Ct);
        var (code, status) = await cluster.SendAsync("PUT", "/api/v1/namespaces/default/configmaps/twin", """{"metadata":{"name":"twin","uid":"other"}}""");
        Assert.Equal(409, code);
        Assert.Contains($"Precondition failed: UID in precondition: other, UID in object meta: {made.Uid()}", (string?)status["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lease_is_replaced_only_by_its_resourceVersion()
    {
        var lease = new V1Lease { Metadata = new V1ObjectMeta { Name = "ost" }, Spec = new V1LeaseSpec { HolderIdentity = "1.1.a" } };
        await cluster.Client.CoordinationV1.CreateNamespacedLeaseAsync(lease, "default", cancellationToken: Ct);
        var error = await Assert.ThrowsAsync<HttpOperationException>(
            () => cluster.Client.CoordinationV1.ReplaceNamespacedLeaseAsync(lease, "ost", "default", cancellationToken: Ct));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, error.Response.StatusCode);
        Assert.Contains("metadata.resourceVersion: Invalid value: 0x0: must be specified for an update", error.Response.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_event_has_two_faces()
    {
        var made = new Corev1Event
        {
            Metadata = new V1ObjectMeta { Name = "fell", NamespaceProperty = "default" },
            InvolvedObject = new V1ObjectReference { Kind = "Pod", Name = "p", NamespaceProperty = "default" }, Message = "it fell", Reason = "Fell", Type = "Warning",
        };
        await cluster.Client.CoreV1.CreateNamespacedEventAsync(made, "default", cancellationToken: Ct);
        var other = await cluster.Client.EventsV1.ReadNamespacedEventAsync("fell", "default", cancellationToken: Ct);
        Assert.Equal("it fell", other.Note);
        Assert.Equal("p", other.Regarding.Name);
        Assert.Equal("events.k8s.io/v1", other.ApiVersion);
    }

    [Fact]
    public async Task A_secrets_plain_strings_become_data()
    {
        var secret = new V1Secret { Metadata = new V1ObjectMeta { Name = "s" }, StringData = new Dictionary<string, string> { ["k"] = "v" } };
        var made = await cluster.Client.CoreV1.CreateNamespacedSecretAsync(secret, "default", cancellationToken: Ct);
        Assert.Equal("v"u8.ToArray(), made.Data["k"]);
        Assert.Null(made.StringData);
        Assert.Equal("Opaque", made.Type);
    }

    [Fact]
    public async Task A_pods_command_cannot_be_changed()
    {
        await cluster.Client.CoreV1.CreateNamespacedPodAsync(Samples.Pod("fixed"), "default", cancellationToken: Ct);
        var patch = """[{"op":"add","path":"/spec/containers/0/command","value":["sh"]}]""";
        var (code, status) = await cluster.SendAsync("PATCH", "/api/v1/namespaces/default/pods/fixed", patch, "application/json-patch+json");
        Assert.Equal(422, code);
        Assert.Contains("pod updates may not change fields other than", (string?)status["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_is_bound_once()
    {
        await cluster.Client.CoreV1.CreateNamespacedPodAsync(Samples.Pod("bound"), "default", cancellationToken: Ct);
        const string Path = "/api/v1/namespaces/default/pods/bound/binding";
        Assert.Equal(201, (await cluster.SendAsync("POST", Path, """{"target":{"kind":"Node","name":"node1"}}""")).Code);
        Assert.Equal(409, (await cluster.SendAsync("POST", Path, """{"target":{"kind":"Node","name":"node2"}}""")).Code);
        var pod = await cluster.Client.CoreV1.ReadNamespacedPodAsync("bound", "default", cancellationToken: Ct);
        Assert.Equal("node1", pod.Spec.NodeName);
    }
}
