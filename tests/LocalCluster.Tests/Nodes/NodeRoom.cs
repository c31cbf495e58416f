using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LocalCluster.Hall.Startup;
using LustreSupervisor.LocalCluster.Nodes;
using LustreSupervisor.LocalCluster.Nodes.Kubelet;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.LocalCluster.Tests.Api;
using LustreSupervisor.LocalCluster.Tests.Hall;
using Microsoft.Extensions.Logging.Abstractions;

namespace LustreSupervisor.LocalCluster.Tests.Nodes;

/// <summary>An API server and one node against it, both in this process; pods are real processes.</summary>
public sealed class NodeRoom : IAsyncLifetime
{
    private const string Space = "default";
    private readonly TestCluster cluster = new();

    public TestCluster Cluster => cluster;

    private readonly string runtime = RuntimeDirectory.Create();
    private CancellationTokenSource? power;
    private Task? node;

    public Kubernetes Client => cluster.Client;

    public StateDirectory Directory => new(cluster.Directory);

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await cluster.InitializeAsync();
        await CustomResources.ApplyAsync(Client, Ct);
        await AccessRules.ApplyAsync(Client, Ct);
        await new DeviceCatalog(Directory.DevicesDirectory).CreateAsync(1L << 30, new Dictionary<string, string> { ["lustre"] = "ost" });
        System.IO.Directory.CreateDirectory(Directory.LogsDirectory);
        Boot();
    }

    /// <summary>Boots the node: everything a node process does, in this process.</summary>
    public void Boot()
    {
        power = new CancellationTokenSource();
        var options = new NodeOptions(
            "node1", Directory, new Programs("/bin/false", "/bin/echo", "/bin/true"), runtime, ["node1", "node2"], 1234, 0.01)
        {
            Kubelet = new KubeletOptions { BackOffFactor = 0.02 },
        };
        System.IO.Directory.CreateDirectory(Directory.NodeDirectory("node1"));
        node = NodeHost.RunAsync(options, TimeProvider.System, NullLoggerFactory.Instance, power.Token);
    }

    /// <summary>Shuts the node down.</summary>
    public async Task ShutDownAsync()
    {
        await power!.CancelAsync();
        await node!;
        power.Dispose();
    }

    /// <summary>Creates a pod bound to the node that runs a shell script.</summary>
    public Task<V1Pod> RunAsync(string name, string script, int graceSeconds = 30) => CreateAsync(name, ["/bin/sh", "-c", script], graceSeconds);

    public Task<V1Pod> CreateAsync(string name, IList<string> command, int graceSeconds = 30, string? secret = null) => Client.CoreV1.CreateNamespacedPodAsync(
        new V1Pod
        {
            Metadata = new V1ObjectMeta { Name = name, Annotations = new Dictionary<string, string> { ["colour"] = "blue" } },
            Spec = new V1PodSpec
            {
                NodeName = "node1",
                RestartPolicy = "Never",
                TerminationGracePeriodSeconds = graceSeconds,
                Volumes = secret is null ? null : [new V1Volume { Name = "tls", Secret = new V1SecretVolumeSource { SecretName = secret } }],
                Containers =
                [
                    new V1Container
                    {
                        Name = "agent",
                        Image = "none",
                        Command = command,
                        VolumeMounts = secret is null ? null : [new V1VolumeMount { Name = "tls", MountPath = "/etc/agent/tls" }],
                        Env =
                        [
                            new V1EnvVar { Name = "COLOUR", ValueFrom = Field("metadata.annotations['colour']") },
                            new V1EnvVar { Name = "WHERE", ValueFrom = Field("spec.nodeName") },
                            new V1EnvVar { Name = "BOTH", Value = "$(COLOUR)-$(WHERE)-$$(COLOUR)-$(MISSING)" },
                        ],
                    },
                ],
            },
        },
        Space,
        cancellationToken: Ct);

    /// <summary>Creates a pod bound to the node, of whatever shape.</summary>
    public Task<V1Pod> CreateAsync(string name, V1PodSpec spec)
    {
        spec.NodeName = "node1";
        return Client.CoreV1.CreateNamespacedPodAsync(new V1Pod { Metadata = new V1ObjectMeta { Name = name }, Spec = spec }, Space, cancellationToken: Ct);
    }

    /// <summary>A container that runs a shell script.</summary>
    public static V1Container Shell(string name, string script) => new() { Name = name, Image = "none", Command = ["/bin/sh", "-c", script] };

    /// <summary>A pod's log, or the API server's refusal.</summary>
    public async Task<string> LogAsync(string name, string? container = null, bool? follow = null, bool? previous = null, int? tail = null)
    {
        try
        {
            await using var log = await Client.CoreV1.ReadNamespacedPodLogAsync(
                name, Space, container, follow, previous: previous, tailLines: tail, cancellationToken: Ct);
            using var reader = new StreamReader(log);
            return await reader.ReadToEndAsync(Ct);
        }
        catch (HttpOperationException error)
        {
            return JsonNode.Parse(error.Response.Content)!["message"]!.GetValue<string>();
        }
    }

    /// <summary>Messages of the Events of a pod, with how often each happened.</summary>
    public async Task<IReadOnlyList<(string Reason, string Message, int Count)>> EventsAsync(string name) =>
        [.. (await Client.CoreV1.ListNamespacedEventAsync(Space, fieldSelector: $"involvedObject.name={name}", cancellationToken: Ct)).Items
            .Select(one => (one.Reason, one.Message, one.Count ?? 1))];

    /// <summary>Waits until the pod is as described, and returns it.</summary>
    public async Task<V1Pod> UntilAsync(string name, Func<V1Pod, bool> holds)
    {
        V1Pod? pod = null;
        await Wait.UntilAsync(async () => holds(pod = await Client.CoreV1.ReadNamespacedPodAsync(name, Space, cancellationToken: Ct)));
        return pod!;
    }

    /// <summary>Waits until the pod's object is gone.</summary>
    public Task UntilGoneAsync(string name) => Wait.UntilAsync(async () =>
        !(await Client.CoreV1.ListNamespacedPodAsync(Space, cancellationToken: Ct)).Items.Any(pod => pod.Name() == name));

    public Task DeleteAsync(string name, int? graceSeconds = null) =>
        Client.CoreV1.DeleteNamespacedPodAsync(name, Space, gracePeriodSeconds: graceSeconds, cancellationToken: Ct);

    /// <summary>The node's own report; null before its first.</summary>
    public async Task<JsonNode?> LustreNodeAsync()
    {
        var list = await cluster.SendAsync("GET", "/apis/lustre.cloudnative-hpc.io/v1alpha1/lustrenodes");
        return list.Body["items"]!.AsArray().FirstOrDefault();
    }

    public async ValueTask DisposeAsync()
    {
        await ShutDownAsync();
        RuntimeDirectory.Remove(runtime);
        await cluster.DisposeAsync();
    }

    private static V1EnvVarSource Field(string path) => new() { FieldRef = new V1ObjectFieldSelector { FieldPath = path } };
}
