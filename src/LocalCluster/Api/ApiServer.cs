using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Controllers;
using LustreSupervisor.LocalCluster.Api.Controllers.Disruption;
using LustreSupervisor.LocalCluster.Api.Controllers.Namespaces;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.OpenApi;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Security;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Upkeep;
using LustreSupervisor.LocalCluster.Api.Verbs;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Server;
using LustreSupervisor.LocalCluster.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Api;

/// <summary>
/// An embedded Kubernetes API server for a laptop: HTTPS with bearer tokens on 127.0.0.1, namespaces, nodes, pods, events, secrets,
/// config maps, leases, custom resource definitions and the resources they define, with the API conventions of the real one, and with the
/// controllers that act on them. Requests are authorized by role. It evaluates no CEL rules.
/// </summary>
public sealed class ApiServer : IAsyncDisposable
{
    private readonly Stack<IDisposable> resources;
    private readonly CancellationTokenSource stopping;
    private readonly WebApplication web;
    private readonly Task upkeep;

    private ApiServer(Stack<IDisposable> resources, CancellationTokenSource stopping, WebApplication web, Task upkeep, int port, string kubeconfig)
    {
        this.resources = resources;
        this.stopping = stopping;
        this.web = web;
        this.upkeep = upkeep;
        Port = port;
        KubeconfigPath = kubeconfig;
    }

    /// <summary>The bound TCP port.</summary>
    public int Port { get; }

    /// <summary>The kubeconfig that was written.</summary>
    public string KubeconfigPath { get; }

    /// <summary>Runs a server until <paramref name="ct"/> is cancelled; then ends watches and requests and returns.</summary>
    /// <exception cref="IOException">The port is in use, or the state directory cannot be written or is in use by another API server.</exception>
    /// <exception cref="InvalidDataException">A file of the state directory is damaged; the message names it and what to do.</exception>
    public static async Task RunAsync(ApiServerOptions options, CancellationToken ct)
    {
        await using var server = await StartAsync(options, ct);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = ct.Register(() => ended.TrySetResult());
        await ended.Task;
    }

    /// <summary>Starts a server in this process; disposing it stops it.</summary>
    /// <exception cref="IOException">The port is in use, or the state directory cannot be written or is in use by another API server.</exception>
    /// <exception cref="InvalidDataException">A file of the state directory is damaged; the message names it and what to do.</exception>
    public static async Task<ApiServer> StartAsync(ApiServerOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var resources = new Stack<IDisposable>();
        try
        {
            return await StartAsync(options, resources, ct);
        }
        catch
        {
            Release(resources);
            throw;
        }
    }

    /// <summary>Ends watches and requests, stops listening, closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await web.StopAsync();
        await web.DisposeAsync();
        await upkeep.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Release(resources);
    }

    private static async Task<ApiServer> StartAsync(ApiServerOptions options, Stack<IDisposable> resources, CancellationToken ct)
    {
        var directory = Path.Combine(options.StateDirectory, "api");
        Directory.CreateDirectory(directory, AtomicFile.SecretMode | UnixFileMode.UserExecute);
        resources.Push(DirectoryLock.Take(Path.Combine(directory, "lock")));
        var certificates = Keep(resources, ServerCertificates.Open(directory, options.Clock));
        var file = Keep(resources, ObjectFile.Open(Path.Combine(directory, "objects.db"), options.StorePagesMax));
        var store = Keep(resources, new ObjectStore(file, options.HistoryLimit, options.WatchQueueLimit));
        var stopping = Keep(resources, new CancellationTokenSource());
        var log = options.LoggerFactory.CreateLogger<ApiServer>();

        var control = Keep(resources, new AccessControl(directory, store, options.Clock));
        var registry = new ResourceRegistry();
        registry.Load(store);
        var deletion = new Deletion(store, options.Clock);
        var admission = new Admission(options.Clock, new PodAdmission(store));
        var writer = new ObjectWriter(store, admission);
        var binding = new Binding(store, options.Clock);
        var events = new EventRecorder(writer, options.Clock, log);
        var housekeeper = new Housekeeper(store, registry, deletion, events, options.Clock, log);
        var asController = new ClusterWriter(writer, deletion);
        var authority = certificates.Authority.ExportCertificatePem();
        var furniture = new NamespaceFurniture(store, asController, authority);
        var (roles, tokenSecrets) = control.Keepers(asController, authority);
        var controllers = new ControlPlane(
            [furniture, roles, tokenSecrets, .. ControlPlane.All(store, registry, asController, events, binding, options.Times, options.Clock)],
            options.Clock, log);
        store.Committed = change =>
        {
            registry.Follow(change);
            control.Follow(change);
            housekeeper.Follow(change);
            controllers.Follow(change);
        };
        MakeFirstNamespaces(store, writer);
        furniture.Pass();
        roles.Ensure();

        var write = new WriteEndpoint(writer, binding);
        var podLogs = Keep(resources, new PodLogEndpoint(store, KubeletSecret.Of(directory)));
        var special = control.AddTo(new SpecialEndpoints())
            .Add(BuiltIns.Pods, "log", podLogs.HandleAsync)
            .Add(BuiltIns.Pods, "binding", write.BindAsync)
            .Add(BuiltIns.Pods, "eviction", new EvictionEndpoint(new Eviction(store, writer, deletion, options.Clock)).EvictAsync);
        var endpoint = new ResourceEndpoint(
            new ReadEndpoint(store, options.Clock), new WatchEndpoint(store, options.Clock, options.BookmarkInterval, stopping.Token),
            write, new PatchEndpoint(writer, admission), new DeleteEndpoint(store, deletion), special);
        var discovery = new DiscoveryEndpoint(new Discovery(registry), new OpenApiEndpoint(new OpenApiDocuments(registry), options.Clock));
        var pipeline = new RequestPipeline(control, registry, discovery, endpoint, log);
        var (web, port) = await Listener.StartAsync(options, Path.Combine(directory, "port"), certificates, pipeline, ct);
        ClusterFurniture.Ensure(asController, port);
        var kubeconfig = Path.Combine(options.StateDirectory, "kubeconfig");
        AtomicFile.Write(kubeconfig, Kubeconfig.Text(port, certificates.Authority, control.AdminToken), AtomicFile.SecretMode);
        var upkeep = Task.WhenAll(
            Task.Run(() => housekeeper.RunAsync(stopping.Token), CancellationToken.None), controllers.RunAsync(stopping.Token));
        options.OnReady?.Invoke(port);
        return new ApiServer(resources, stopping, web, upkeep, port, kubeconfig);
    }

    private static void MakeFirstNamespaces(ObjectStore store, ObjectWriter writer)
    {
        foreach (var name in BuiltIns.FirstNamespaces.Where(n => store.Find(BuiltIns.Namespaces.Key(null, n)) is null))
            writer.Create(BuiltIns.Namespaces, null, null, new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } }, new WriteOptions());
    }

    private static T Keep<T>(Stack<IDisposable> resources, T resource)
        where T : IDisposable
    {
        resources.Push(resource);
        return resource;
    }

    private static void Release(Stack<IDisposable> resources)
    {
        while (resources.TryPop(out var resource)) resource.Dispose();
    }
}
