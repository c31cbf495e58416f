using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using LustreSupervisor.LocalCluster.Api.Store.Snapshots;
using LustreSupervisor.LocalCluster.Hall.Faults;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Hall.Control;

/// <summary>Talks to the hall that runs in a state directory.</summary>
public sealed class HallClient : IHallControl, IDisposable
{
    /// <summary>Longest time for one request: a node or an API server that is started has 90 s to answer, after what ran before has ended.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);

    private readonly HttpClient http;

    private HallClient(string socket)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
                    return new NetworkStream(connection, ownsSocket: true);
                }
                catch
                {
                    connection.Dispose();
                    throw;
                }
            },
        };
        http = new HttpClient(handler) { BaseAddress = new Uri("http://hall"), Timeout = Timeout };
    }

    /// <summary>Connects lazily to the hall of that directory; null when the directory says that none runs.</summary>
    /// <param name="directory">State directory.</param>
    /// <exception cref="StateException">The directory is not ours.</exception>
    public static HallClient? For(StateDirectory directory) =>
        directory.ReadMarker() is { RuntimeDirectory.Length: > 0 } marker
            ? new HallClient(RuntimeDirectory.HallSocket(marker.RuntimeDirectory))
            : null;

    /// <summary>Status, or null when nobody answers.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<HallStatus?> TryStatusAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await StatusAsync(cancellationToken);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<HallStatus> StatusAsync(CancellationToken cancellationToken) =>
        await http.GetFromJsonAsync<HallStatus>(ControlPaths.Status, StateJson.Options, cancellationToken)
        ?? throw new HttpRequestException("The hall answered nothing.");

    /// <inheritdoc/>
    public Task<HallProcess> StartSupervisorAsync(CancellationToken cancellationToken) =>
        PostAsync<HallProcess>(ControlPaths.StartSupervisor, null, cancellationToken);

    /// <inheritdoc/>
    public Task<HallProcess> StartApiServerAsync(CancellationToken cancellationToken) =>
        PostAsync<HallProcess>(ControlPaths.StartApiServer, null, cancellationToken);

    /// <inheritdoc/>
    public Task<SnapshotInfo> RestoreSnapshotAsync(SnapshotRestore order, CancellationToken cancellationToken) =>
        PostAsync<SnapshotInfo>(ControlPaths.RestoreSnapshot, Body(order), cancellationToken);

    /// <inheritdoc/>
    public Task<MachineStatus> AddNodeAsync(NodeAddition order, CancellationToken cancellationToken) =>
        PostAsync<MachineStatus>(ControlPaths.Nodes, Body(order), cancellationToken);

    /// <inheritdoc/>
    public Task<MachineStatus> RemoveNodeAsync(string node, NodeRemoval order, CancellationToken cancellationToken) =>
        PostAsync<MachineStatus>(ControlPaths.RemoveNode(Uri.EscapeDataString(node)), Body(order), cancellationToken);

    /// <inheritdoc/>
    public Task<HallProcess> RebootNodeAsync(string node, CancellationToken cancellationToken) =>
        PostAsync<HallProcess>(ControlPaths.RebootNode(Uri.EscapeDataString(node)), null, cancellationToken);

    /// <inheritdoc/>
    public Task<MachineStatus> IsolateNodeAsync(string node, CancellationToken cancellationToken) =>
        PostAsync<MachineStatus>(ControlPaths.IsolateNode(Uri.EscapeDataString(node)), null, cancellationToken);

    /// <inheritdoc/>
    public Task<MachineStatus> RejoinNodeAsync(string node, CancellationToken cancellationToken) =>
        PostAsync<MachineStatus>(ControlPaths.RejoinNode(Uri.EscapeDataString(node)), null, cancellationToken);

    /// <inheritdoc/>
    public Task<HallProcess> KillAsync(KillOrder order, CancellationToken cancellationToken) =>
        PostAsync<HallProcess>(ControlPaths.Kill, Body(order), cancellationToken);

    /// <inheritdoc/>
    public Task<FaultOutcome> InjectAsync(FaultOrder order, CancellationToken cancellationToken) =>
        PostAsync<FaultOutcome>(ControlPaths.Faults, Body(order), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ActiveFault>> ActiveFaultsAsync(CancellationToken cancellationToken) =>
        await http.GetFromJsonAsync<IReadOnlyList<ActiveFault>>(ControlPaths.Faults, StateJson.Options, cancellationToken)
        ?? throw new HttpRequestException("The hall answered nothing.");

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var response = await http.PostAsync(ControlPaths.Stop, null, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static JsonContent Body<T>(T order) => JsonContent.Create(order, options: StateJson.Options);

    private async Task<T> PostAsync<T>(string path, HttpContent? body, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsync(path, body, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Conflict)
        {
            var refusal = await response.Content.ReadFromJsonAsync<HallRefusal>(StateJson.Options, cancellationToken);
            throw new StateException(refusal?.Message ?? "The hall refuses and does not say why.");
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<T>(StateJson.Options, cancellationToken)
            ?? throw new HttpRequestException("The hall answered nothing.");
    }
}
