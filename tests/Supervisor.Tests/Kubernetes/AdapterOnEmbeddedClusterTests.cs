using System.Text.Json;
using System.Text.Json.Nodes;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.LocalCluster.Api;
using LustreSupervisor.Supervisor.Kubernetes;
using LustreSupervisor.Supervisor.Kubernetes.Caching;
using LustreSupervisor.Supervisor.Kubernetes.Client;
using LustreSupervisor.Supervisor.Manifests;
using LustreSupervisor.Supervisor.Manifests.Schemas;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Filesystems;
using Microsoft.Extensions.Logging.Abstractions;

namespace LustreSupervisor.Supervisor.Tests.Kubernetes;

/// <summary>The whole adapter against the API server of the laptop cluster, over HTTPS and by its kubeconfig.</summary>
public sealed class AdapterOnEmbeddedClusterTests : IAsyncLifetime
{
    private const string Root = "apis/lustre.cloudnative-hpc.io/v1alpha1/namespaces/hpc";

    private static readonly TargetId Target = new("hpc", "scratch", "scratch", TargetKind.Ost, 0);

    private readonly string _directory = Directory.CreateTempSubdirectory("adapter-test-").FullName;
    private ApiServer _server = null!;
    private KubernetesSettings _settings = null!;
    private KubernetesApi _api = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await ApiServer.StartAsync(new ApiServerOptions { StateDirectory = _directory }, Token);
        _settings = new KubernetesSettings { Kubeconfig = _server.KubeconfigPath };
        _api = KubernetesClients.Open(_settings, TimeProvider.System);
        foreach (var definition in CrdSchemas.Definitions())
            await _api.PostAsync("apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition.ToJsonString(), Token);
        using var sample = new StreamReader(typeof(ManifestReader).Assembly.GetManifestResourceStream("samples/scratch.yaml")!);
        foreach (var document in ManifestReader.Read(await sample.ReadToEndAsync(Token), "scratch.yaml").Documents)
            await _api.PostAsync(document.Kind == "Namespace" ? "api/v1/namespaces" : $"{Root}/lustrefilesystems", document.Body.ToJsonString(), Token);
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_declared_file_system_arrives_with_its_defaults()
    {
        await using var filesystems = new ChangeReader<FilesystemFact>(
            new FilesystemSource(_api, _settings, new InformerLimits(), TimeProvider.System, NullLogger<FilesystemSource>.Instance), Token);
        await filesystems.ExpectAsync("+hpc~scratch", "synced");
        Assert.Equal((1L, 4, 5), (filesystems.Fact!.Generation, filesystems.Fact.Spec.Osts.Count, filesystems.Fact.Spec.Healing.NodeLostAfterSeconds));
        await _api.ApplyAsync($"{Root}/lustrefilesystems/scratch", Patch(new JsonObject { ["paused"] = true }), Token);
        await filesystems.ExpectAsync("+hpc~scratch");
        Assert.Equal((2L, true), (filesystems.Fact.Generation, filesystems.Fact.Spec.Paused));
    }

    [Fact]
    public async Task A_pod_is_created_once_seen_at_once_and_deleted_by_its_uid()
    {
        await using var pods = new ChangeReader<PodFact>(
            new PodSource(_api, _settings, new InformerLimits(), TimeProvider.System, NullLogger<PodSource>.Instance), Token);
        await pods.ExpectAsync("synced");
        var runtime = new PodRuntime(_api, new PodOptions(), null, null, NullLogger<PodRuntime>.Instance);
        var order = new PodOrder(
            Target, new IncarnationId(1, 1, "aa"), "node1", new DeviceRef("wwn-1", "/dev/sda", 1), "image", RuntimeKind.Pod, true, 300, null);
        var uid = await runtime.CreateAsync(order, Token);
        await pods.ExpectAsync("+hpc~scratch-ost0000");
        Assert.Equal((uid, "node1", order.Incarnation, PodPhase.Pending), (pods.Fact!.Uid, pods.Fact.Node, pods.Fact.Incarnation, pods.Fact.Phase));
        Assert.Equal(uid, await runtime.CreateAsync(order, Token));
        await Assert.ThrowsAsync<PodNameTakenException>(() => runtime.CreateAsync(order with { Incarnation = new IncarnationId(1, 2, "bb") }, Token));
        await runtime.DeleteAsync(Target, "another-uid", PodDeletion.AfterProofOfDeath, Token);
        await runtime.DeleteAsync(Target, uid, PodDeletion.Graceful, Token);
        await pods.ExpectAsync("+hpc~scratch-ost0000");
        Assert.True(pods.Fact.Deleting);
        await runtime.DeleteAsync(Target, uid, PodDeletion.AfterProofOfDeath, Token);
        await pods.ExpectAsync("-hpc~scratch-ost0000");
        await runtime.DeleteAsync(Target, uid, PodDeletion.AfterProofOfDeath, Token);
    }

    [Fact]
    public async Task Statuses_are_applied_and_what_is_unknown_is_withdrawn()
    {
        var publisher = new StatusPublisher(_api, NullLogger<StatusPublisher>.Instance);
        var owner = (await _api.GetAsync($"{Root}/lustrefilesystems/scratch", Token)).GetProperty("metadata").GetProperty("uid").GetString()!;
        var view = new TargetView(
            Target, owner, "Serving", "node1", new IncarnationId(1, 1, "aa"), "wwn-1", "uuid-1", "COMPLETE", 0, 0, 0, "",
            [new ConditionView("Ready", true, "Serving", "", DateTimeOffset.UnixEpoch)]);
        await publisher.PublishAsync(view, Token);
        await publisher.PublishAsync(view with { State = "AwaitingProof", Node = null }, Token);
        await publisher.PublishAsync(
            new FilesystemView("hpc", "scratch", 1, "Serving", 6, 6, 3, 0, [new ConditionView("Ready", true, "AllServing", "", DateTimeOffset.UnixEpoch)]), Token);
        var target = await _api.GetAsync($"{Root}/lustretargets/scratch-ost0000", Token);
        Assert.Equal(owner, target.GetProperty("metadata").GetProperty("ownerReferences")[0].GetProperty("uid").GetString());
        Assert.Equal("AwaitingProof", target.GetProperty("status").GetProperty("state").GetString());
        Assert.False(target.GetProperty("status").TryGetProperty("node", out _));
        var filesystem = await _api.GetAsync($"{Root}/lustrefilesystems/scratch", Token);
        Assert.Equal(6, filesystem.GetProperty("status").GetProperty("servers").GetProperty("serving").GetInt32());
        Assert.Equal(1, filesystem.GetProperty("metadata").GetProperty("generation").GetInt32());
    }

    [Fact]
    public async Task The_cluster_refuses_what_the_schema_forbids()
    {
        var refused = await Assert.ThrowsAsync<ApiException>(() =>
            _api.ApplyAsync($"{Root}/lustrefilesystems/scratch", Patch(new JsonObject { ["tolerateFailedTargets"] = "many" }), Token));
        Assert.Equal("Invalid", refused.Reason);
    }

    private static string Patch(JsonObject spec) => JsonSerializer.Serialize(new JsonObject
    {
        ["apiVersion"] = ApiNames.ApiVersion,
        ["kind"] = ApiNames.FilesystemKind,
        ["metadata"] = new JsonObject { ["name"] = "scratch", ["namespace"] = "hpc" },
        ["spec"] = spec,
    });
}
