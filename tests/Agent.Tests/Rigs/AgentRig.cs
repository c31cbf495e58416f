using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Agents;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Tests.Rigs;

/// <summary>A node of one: a device, tools, a Kubernetes API, and agents on it.</summary>
internal sealed class AgentRig : IAsyncDisposable
{
    public const string BootId = "11111111-2222-4333-8444-555555555555";

    public const string SystemUuid = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";

    public static readonly IncarnationId First = new(1, 1, "n1");

    private static readonly TargetId Target = new("hpc", "demo", "demo", TargetKind.Ost, 10);

    private readonly string _root = Directory.CreateTempSubdirectory("agent-").FullName;

    private readonly List<IAsyncDisposable> _parts = [];

    private AgentRig(FakeLeaseApi api)
    {
        Api = api;
        Tools = new FakeTools(_root);
        Device = Path.Combine(_root, "device");
        using (var device = File.Create(Device))
            device.SetLength(64L << 20);
        Write("proc/sys/kernel/random/boot_id", BootId + "\n");
        Write("sys/class/dmi/id/product_uuid", SystemUuid + "\n");
        Write("account/ca.crt", api.AuthorityPem);
        Write("account/token", FakeLeaseApi.Token + "\n");
    }

    public FakeLeaseApi Api { get; }

    public FakeTools Tools { get; }

    public string Device { get; }

    public string Socket => Path.Combine(_root, "a.sock");

    public static async Task<AgentRig> CreateAsync() => new(await FakeLeaseApi.StartAsync());

    /// <summary>Starts an agent; on its UNIX socket unless told otherwise.</summary>
    public AgentProcess StartAgent(IncarnationId incarnation, bool lifeline = false, params string[] listen)
    {
        var agent = AgentProcess.Start(
            ["target", "--namespace", "hpc", "--pod", "demo-ost000a", "--label", "demo-OST000a", "--incarnation", incarnation.ToString(),
                "--listen", .. listen.Length > 0 ? listen : [$"unix:{Socket}"]],
            new Dictionary<string, string>
            {
                ["KUBERNETES_SERVICE_HOST"] = "127.0.0.1",
                ["KUBERNETES_SERVICE_PORT"] = $"{Api.Port}",
                ["POD_UID"] = "uid-of-the-pod",
                ["LUSTRE_SERVICEACCOUNT_DIR"] = Path.Combine(_root, "account"),
                ["LUSTRE_HOST_ROOT"] = _root,
                ["LUSTRE_MOUNT_TABLE"] = File.Exists(PathOf("mounts")) ? PathOf("mounts") : "",
                ["LUSTRE_LIFELINE"] = lifeline ? "stdin" : "",
                ["PATH"] = $"{Tools.Bin}:/usr/bin:/bin",
            });
        _parts.Add(agent);
        return agent;
    }

    /// <summary>A session with the agent.</summary>
    public async Task<IAgentSession> ConnectAsync(IncarnationId incarnation)
    {
        using var bound = new CancellationTokenSource(Eventually.Within);
        var session = await new GrpcAgents(null, TimeProvider.System).ConnectAsync($"unix:{Socket}", incarnation, bound.Token);
        _parts.Add(session);
        return session;
    }

    /// <summary>Starts an agent and connects.</summary>
    public async Task<IAgentSession> StartSessionAsync(IncarnationId? incarnation = null)
    {
        StartAgent(incarnation ?? First);
        return await ConnectAsync(incarnation ?? First);
    }

    public AgentOrder Order(AgentOperation operation, string expectedUuid = "", int timeoutSeconds = 60) => new(
        operation, Target, new DeviceRef("wwn-test-1", Device, 64L << 20), "ldiskfs",
        ["10.0.0.11@tcp", "10.0.0.12@tcp"], ["10.0.0.1@tcp"], expectedUuid, timeoutSeconds);

    public string PathOf(string file) => Path.Combine(_root, file);

    public void Write(string file, string text)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
            await part.DisposeAsync();
        await Api.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }
}
