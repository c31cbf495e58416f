using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using LustreSupervisor.LocalCluster.Nodes;
using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Hall.Network;

/// <summary>
/// The network between the places of a laptop cluster, as far as it can be cut: from each node to the API server, from node agent to node
/// agent, and from the supervisor to every agent. Who dials says <c>CONNECT</c> on the socket of its place; the place of the called is read
/// from the process that listens. LNet and the devices are networks of their own, which a cut leaves alone.
/// </summary>
/// <param name="directory">State directory.</param>
/// <param name="runtimeDirectory">Directory of the UNIX sockets.</param>
internal sealed class NetworkSwitch(StateDirectory directory, string runtimeDirectory) : IAsyncDisposable
{
    /// <summary>Place of everything that runs on no node.</summary>
    public const string Outside = "";

    /// <summary>How long a connection attempt is held back by a cut before it is dropped, about as long as a kernel sends SYNs.</summary>
    private static readonly TimeSpan HeldBackMax = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<string, NodePorts> ports = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Task> serving = [];
    private Uri? apiServer;

    /// <summary>Who is cut off.</summary>
    public Cuts Cuts { get; } = new();

    /// <summary>Starts to carry what supervisors dial.</summary>
    public void Start() => Serve(RuntimeDirectory.SwitchSocket(runtimeDirectory, null), Outside);

    /// <summary>Gives a node its way to the others.</summary>
    /// <param name="node">Node name.</param>
    /// <returns>Loopback port through which the node reaches the API server.</returns>
    public int Attach(string node) => ports.GetOrAdd(node, name =>
    {
        var api = new TcpListener(IPAddress.Loopback, 0);
        api.Start();
        serving.Add(AcceptAsync(api.Server, caller => CarryToApiAsync(caller, name)));
        Serve(RuntimeDirectory.SwitchSocket(runtimeDirectory, name), name);
        return new NodePorts(api, ((IPEndPoint)api.LocalEndpoint).Port);
    }).Api;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        foreach (var node in ports.Values)
            node.Listener.Dispose();
        await Task.WhenAll(serving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private void Serve(string socket, string place)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(socket));
        listener.Listen();
        serving.Add(AcceptAsync(listener, caller => CarryAsync(caller, place)));
    }

    private async Task AcceptAsync(Socket listener, Func<Socket, Task> carry)
    {
        using (listener)
        {
            while (!stopping.IsCancellationRequested)
                _ = GuardedAsync(await listener.AcceptAsync(stopping.Token), carry);
        }
    }

    private static async Task GuardedAsync(Socket caller, Func<Socket, Task> carry)
    {
        using (caller)
        {
            try
            {
                await carry(caller);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException or FormatException or IOException)
            {
                // The caller sees its connection end.
            }
        }
    }

    private async Task CarryToApiAsync(Socket caller, string node)
    {
        await PassAsync(node, Outside);
        apiServer ??= new Uri(k8s.KubernetesClientConfiguration.BuildConfigFromConfigFile(directory.KubeconfigFile).Host);
        using var called = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        caller.NoDelay = true;
        await called.ConnectAsync(apiServer.Host, apiServer.Port, stopping.Token);
        await new Link(Cuts, node, Outside).RunAsync(caller, called, stopping.Token);
    }

    private async Task CarryAsync(Socket caller, string from)
    {
        var wanted = await SwitchRequest.ReadAsync(caller, stopping.Token);
        await PassAsync(from, Outside);
        using var called = wanted is IPEndPoint
            ? new Socket(wanted.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await called.ConnectAsync(wanted, stopping.Token);
        }
        catch (SocketException)
        {
            await caller.SendAsync(SwitchRequest.Refused, stopping.Token);
            return;
        }

        var to = PlaceOf(called, wanted);
        await PassAsync(from, to);
        await caller.SendAsync(SwitchRequest.Connected, stopping.Token);
        await new Link(Cuts, from, to).RunAsync(caller, called, stopping.Token);
    }

    private async Task PassAsync(string from, string to)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        attempt.CancelAfter(HeldBackMax);
        await Cuts.WaitAsync(from, to, attempt.Token);
    }

    /// <summary>The node on which the listening process runs: its address tells, or its environment.</summary>
    private string PlaceOf(Socket called, EndPoint wanted)
    {
        if (wanted is IPEndPoint { Address: var address })
            return NodeOptions.OwnerOfAddress(directory.ReadMarker()?.Nodes ?? [], address.ToString()) ?? Outside;
        return ProcessScan.Variable(SwitchRequest.ListenerOf(called), HallMarkers.Node) ?? Outside;
    }

    private sealed record NodePorts(TcpListener Listener, int Api);
}
