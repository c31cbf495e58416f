using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Conformance.Clusters;
using LustreSupervisor.Supervisor.Kubernetes;
using LustreSupervisor.Supervisor.Kubernetes.Caching;
using LustreSupervisor.Supervisor.Kubernetes.Client;
using LustreSupervisor.Supervisor.Tests.Kubernetes;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;
using Microsoft.Extensions.Logging.Abstractions;

namespace LustreSupervisor.Conformance.Adapter;

/// <summary>What the supervisor reads of what people want, and writes of what is.</summary>
public sealed class PublishingTests(ConformanceCluster cluster) : AdapterTest(cluster)
{
    private const string Group = "lustre.cloudnative-hpc.io/v1alpha1";

    private string Filesystem => Of(Group, "lustrefilesystems/scratch");

    [Fact]
    public async Task A_declared_file_system_arrives_with_its_defaults_and_its_changes()
    {
        await DeclareAsync();
        await using var filesystems = new ChangeReader<FilesystemFact>(
            new FilesystemSource(Adapter, Settings, new InformerLimits(), TimeProvider.System, NullLogger<FilesystemSource>.Instance), Ct);
        await filesystems.ExpectAsync($"+{Namespace}~scratch", "synced");
        Assert.Equal((1L, 2, 40), (filesystems.Fact!.Generation, filesystems.Fact.Spec.Osts.Count, filesystems.Fact.Spec.Healing.NodeLostAfterSeconds));
        (await Api.MergeAsync(Filesystem, """{"spec":{"paused":true}}""")).Must(200);
        await filesystems.ExpectAsync($"+{Namespace}~scratch");
        Assert.Equal((2L, true), (filesystems.Fact.Generation, filesystems.Fact.Spec.Paused));
    }

    [Fact]
    public async Task Statuses_are_applied_and_what_is_unknown_is_withdrawn()
    {
        var owner = await DeclareAsync();
        var publisher = new StatusPublisher(Adapter, NullLogger<StatusPublisher>.Instance);
        var ready = new ConditionView("Ready", true, "Serving", "", DateTimeOffset.UnixEpoch);
        var view = new TargetView(Target, owner, "Serving", "node1", new IncarnationId(1, 1, "aa"), "wwn-1", "uuid-1", "COMPLETE", 0, 0, 0, "", [ready]);
        await publisher.PublishAsync(view, Ct);
        await publisher.PublishAsync(view with { State = "AwaitingProof", Node = null }, Ct);
        await publisher.PublishAsync(new FilesystemView(Namespace, "scratch", 1, "Serving", 4, 4, 1, 0, [ready]), Ct);
        var target = (await Api.GetAsync(Of(Group, "lustretargets/scratch-ost0000"))).Must(200);
        Assert.Equal((owner, "AwaitingProof"), (target["metadata", "ownerReferences", "0", "uid"], target["status", "state"]));
        Assert.Null(target.At("status", "node"));
        var filesystem = await Api.GetAsync(Filesystem);
        Assert.Equal(("4", "1"), (filesystem["status", "servers", "serving"], filesystem["metadata", "generation"]));
        Assert.Contains(filesystem.At("metadata", "managedFields")!.AsArray(), entry =>
            $"{entry!["manager"]}" == "lustre-supervisor" && $"{entry["operation"]}" == "Apply" && $"{entry["subresource"]}" == "status");
    }

    [Theory]
    [InlineData("""{"tolerateFailedTargets":"many"}""", "spec.tolerateFailedTargets")]
    [InlineData("""{"osts":{"count":-1}}""", "spec.osts.count")]
    [InlineData("""{"backend":"xfs"}""", "spec.backend")]
    public async Task The_cluster_refuses_what_the_schema_forbids(string spec, string field)
    {
        await DeclareAsync();
        Assert.Contains(field, (await Api.MergeAsync(Filesystem, $$"""{"spec":{{spec}} }""")).MustFail(422, "Invalid").CauseFields);
    }

    [Fact]
    public async Task What_happened_is_told_as_an_Event()
    {
        await using (var recorder = new EventRecorder(Adapter, "here", TimeProvider.System, NullLogger<EventRecorder>.Instance))
        {
            recorder.Record(Target, isWarning: true, "PodCrashed", "Restart", "container exited with 137");
            await UntilAsync($"{Of("events.k8s.io/v1", "events")}", list => list.Items.Count == 1, "recorded");
        }

        var told = (await Api.GetAsync($"{Core("events")}?fieldSelector=involvedObject.name%3Dscratch-ost0000,type%3DWarning")).Must(200).Items[0]!;
        Assert.Equal(("PodCrashed", "container exited with 137", "LustreTarget"), ($"{told["reason"]}", $"{told["message"]}", $"{told["involvedObject"]!["kind"]}"));
    }

    [Fact]
    public async Task A_lease_changes_hands_by_compare_and_swap()
    {
        var leases = Of("coordination.k8s.io/v1", "leases");
        var made = (await Api.PostAsync(leases, """{"metadata":{"name":"scratch-ost0000"},"spec":{"holderIdentity":"1.1.aa"}}""")).Must(201);
        var next = made.Body.DeepClone();
        next["spec"]!["holderIdentity"] = "1.2.bb";
        var late = made.Body.DeepClone();
        late["spec"]!["holderIdentity"] = "1.2.cc";
        (await Api.PutAsync($"{leases}/scratch-ost0000", next)).Must(200);
        (await Api.PutAsync($"{leases}/scratch-ost0000", late)).MustFail(409, "Conflict");
        late["metadata"]!.AsObject().Remove("resourceVersion");
        (await Api.PutAsync($"{leases}/scratch-ost0000", late)).MustFail(422, "Invalid");
        Assert.Equal("1.2.bb", (await Api.GetAsync($"{leases}/scratch-ost0000"))["spec", "holderIdentity"]);
    }

    [Fact]
    public async Task Every_node_is_seen_with_its_heartbeat()
    {
        await using var nodes = new ChangeReader<NodeFact>(
            new NodeSource(Adapter, new InformerLimits(), TimeProvider.System, NullLogger<NodeSource>.Instance), Ct);
        var seen = new HashSet<string>();
        string next;
        while ((next = await nodes.NextAsync()) != "synced") seen.Add(next);
        var names = (await Api.GetAsync("api/v1/nodes")).Items.Select(item => $"+{item!["metadata"]!["name"]}").ToHashSet();
        Assert.Superset(names, seen);
        // The heartbeat of some node, a moment later.
        Assert.StartsWith("+", await nodes.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_says_what_the_server_said()
    {
        var refused = await Assert.ThrowsAsync<ApiException>(() => Adapter.GetAsync($"{Maps}/none", Ct));
        Assert.Equal("NotFound", refused.Reason);
        Assert.Contains("configmaps \"none\" not found", refused.Message, StringComparison.Ordinal);
    }

    private async Task<string> DeclareAsync() => (await Api.PostAsync(Of(Group, "lustrefilesystems"), """
        {"apiVersion":"lustre.cloudnative-hpc.io/v1alpha1","kind":"LustreFilesystem","metadata":{"name":"scratch"},"spec":{"fsName":"scratch","version":"2.15.8",
        "mgs":{"storage":{"devices":{"selector":{"matchLabels":{"lustre":"mgt"}}}}},
        "mdts":{"count":1,"storage":{"devices":{"selector":{"matchLabels":{"lustre":"mdt"}}}}},
        "osts":{"count":2,"storage":{"devices":{"selector":{"matchLabels":{"lustre":"ost"}}}}}}}
        """)).Must(201).Uid;
}
