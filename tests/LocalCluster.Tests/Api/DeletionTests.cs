using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using static LustreSupervisor.LocalCluster.Tests.Api.TestCluster;

namespace LustreSupervisor.LocalCluster.Tests.Api;

public sealed class DeletionTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private const string Pods = "/api/v1/namespaces/default/pods";

    [Fact]
    public async Task A_pod_on_a_node_waits_for_its_kubelet()
    {
        await MakePodAsync("graceful", "node1");
        var marked = await cluster.Client.CoreV1.DeleteNamespacedPodAsync("graceful", "default", cancellationToken: Ct);
        Assert.NotNull(marked.Metadata.DeletionTimestamp);
        Assert.Equal(30, marked.Metadata.DeletionGracePeriodSeconds);
        Assert.Equal(2, marked.Metadata.Generation);
        Assert.Equal(200, (await cluster.SendAsync("GET", $"{Pods}/graceful")).Code);
        await cluster.Client.CoreV1.DeleteNamespacedPodAsync("graceful", "default", gracePeriodSeconds: 0, cancellationToken: Ct);
        Assert.Equal(404, (await cluster.SendAsync("GET", $"{Pods}/graceful")).Code);
    }

    [Fact]
    public async Task A_grace_period_is_only_ever_shortened()
    {
        await MakePodAsync("hurried", "node1");
        await cluster.SendAsync("DELETE", $"{Pods}/hurried?gracePeriodSeconds=300");
        var (_, longer) = await cluster.SendAsync("DELETE", $"{Pods}/hurried?gracePeriodSeconds=600");
        Assert.Equal(300, (int?)longer["metadata"]!["deletionGracePeriodSeconds"]);
        var (_, shorter) = await cluster.SendAsync("DELETE", $"{Pods}/hurried", """{"kind":"DeleteOptions","gracePeriodSeconds":5}""");
        Assert.Equal(5, (int?)shorter["metadata"]!["deletionGracePeriodSeconds"]);
    }

    [Fact]
    public async Task A_grace_period_of_millennia_can_still_be_shortened()
    {
        await MakePodAsync("patient", "node1");
        Assert.Equal(200, (await cluster.SendAsync("DELETE", $"{Pods}/patient?gracePeriodSeconds=100000000000")).Code);
        Assert.Equal(200, (await cluster.SendAsync("DELETE", $"{Pods}/patient?gracePeriodSeconds=0")).Code);
        Assert.Equal(404, (await cluster.SendAsync("GET", $"{Pods}/patient")).Code);
    }

    [Fact]
    public async Task A_pod_without_a_node_goes_at_once()
    {
        await MakePodAsync("waiting", null);
        await cluster.Client.CoreV1.DeleteNamespacedPodAsync("waiting", "default", cancellationToken: Ct);
        Assert.Equal(404, (await cluster.SendAsync("GET", $"{Pods}/waiting")).Code);
    }

    [Theory]
    [InlineData("Succeeded", 404)]
    [InlineData("Failed", 404)]
    [InlineData("Running", 200)]
    [InlineData("Unknown", 200)]
    public async Task A_finished_pod_goes_at_once(string phase, int expected)
    {
        var name = $"in-{phase.ToLowerInvariant()}";
        await MakePodAsync(name, "node1");
        var patched = await cluster.SendAsync("PATCH", $"{Pods}/{name}/status", $$$"""{"status":{"phase":"{{{phase}}}"}}""", "application/merge-patch+json");
        Assert.Equal(200, patched.Code);
        await cluster.SendAsync("DELETE", $"{Pods}/{name}");
        Assert.Equal(expected, (await cluster.SendAsync("GET", $"{Pods}/{name}")).Code);
    }

    [Fact]
    public async Task A_delete_with_the_uid_of_another_object_is_refused()
    {
        var pod = await MakePodAsync("named-again", null);
        var options = new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = "other" } };
        var error = await Assert.ThrowsAsync<HttpOperationException>(
            () => cluster.Client.CoreV1.DeleteNamespacedPodAsync("named-again", "default", options, cancellationToken: Ct));
        Assert.Equal(HttpStatusCode.Conflict, error.Response.StatusCode);
        Assert.Contains($"the UID in the precondition (other) does not match the UID in record ({pod.Uid()})", error.Response.Content, StringComparison.Ordinal);
        options.Preconditions.Uid = pod.Uid();
        await cluster.Client.CoreV1.DeleteNamespacedPodAsync("named-again", "default", options, cancellationToken: Ct);
    }

    [Fact]
    public async Task A_delete_of_another_version_is_refused()
    {
        await MakePodAsync("versioned", null);
        var (code, _) = await cluster.SendAsync("DELETE", $"{Pods}/versioned", """{"preconditions":{"resourceVersion":"1"}}""");
        Assert.Equal(409, code);
    }

    [Fact]
    public async Task Finalizers_hold_an_object_until_they_are_emptied()
    {
        const string Map = "/api/v1/namespaces/default/configmaps/held";
        await cluster.SendAsync("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"held","finalizers":["example.org/a"]}}""");
        await cluster.SendAsync("DELETE", Map);
        var (_, held) = await cluster.SendAsync("GET", Map);
        Assert.NotNull(held["metadata"]!["deletionTimestamp"]);

        var added = await cluster.SendAsync("PATCH", Map, """{"metadata":{"finalizers":["example.org/a","example.org/b"]}}""", "application/merge-patch+json");
        Assert.Equal(422, added.Code);
        Assert.Contains("no new finalizers can be added if the object is being deleted", (string?)added.Body["message"], StringComparison.Ordinal);

        await cluster.SendAsync("PATCH", Map, """{"metadata":{"finalizers":null}}""", "application/merge-patch+json");
        Assert.Equal(404, (await cluster.SendAsync("GET", Map)).Code);
    }

    [Fact]
    public async Task A_delete_of_a_selection_leaves_the_rest()
    {
        const string Maps = "/api/v1/namespaces/default/configmaps";
        foreach (var (name, app) in new[] { ("x1", "x"), ("x2", "x"), ("y1", "y") })
            await cluster.SendAsync("POST", Maps, $$$"""{"metadata":{"labels":{"app":"{{{app}}}"},"name":"{{{name}}}"}}""");
        var (code, list) = await cluster.SendAsync("DELETE", $"{Maps}?labelSelector=app%3Dx");
        Assert.Equal(200, code);
        Assert.Equal(2, list["items"]!.AsArray().Count);
        Assert.Equal(200, (await cluster.SendAsync("GET", $"{Maps}/y1")).Code);
    }

    [Fact]
    public async Task A_dry_run_deletes_nothing()
    {
        await MakePodAsync("kept", null);
        Assert.Equal(200, (await cluster.SendAsync("DELETE", $"{Pods}/kept?dryRun=All")).Code);
        Assert.Equal(200, (await cluster.SendAsync("GET", $"{Pods}/kept")).Code);
    }

    [Fact]
    public async Task A_namespace_takes_its_content_with_it()
    {
        await cluster.SendAsync("POST", "/api/v1/namespaces", """{"metadata":{"name":"short-lived"}}""");
        await cluster.SendAsync("POST", "/api/v1/namespaces/short-lived/configmaps", """{"metadata":{"name":"a","finalizers":["example.org/wait"]}}""");
        var (_, marked) = await cluster.SendAsync("DELETE", "/api/v1/namespaces/short-lived");
        Assert.Equal("Terminating", (string?)marked["status"]!["phase"]);
        var refused = await cluster.SendAsync("POST", "/api/v1/namespaces/short-lived/configmaps", """{"metadata":{"name":"b"}}""");
        Assert.Equal(403, refused.Code);
        await Eventually.HoldsAsync(
            async () => (await cluster.SendAsync("GET", "/api/v1/namespaces/short-lived/configmaps/a")).Body["metadata"]?["deletionTimestamp"] is not null, "content marked");
        await cluster.SendAsync("PATCH", "/api/v1/namespaces/short-lived/configmaps/a", """{"metadata":{"finalizers":null}}""", "application/merge-patch+json");
        await Eventually.IsGoneAsync(cluster, "/api/v1/namespaces/short-lived");
    }

    [Fact]
    public async Task The_default_namespace_stays() => Assert.Equal(403, (await cluster.SendAsync("DELETE", "/api/v1/namespaces/default")).Code);

    private Task<V1Pod> MakePodAsync(string name, string? node) =>
        cluster.Client.CoreV1.CreateNamespacedPodAsync(Samples.Pod(name, node), "default", cancellationToken: Ct);
}
