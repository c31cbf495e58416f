using System.Globalization;
using System.Net;
using System.Text;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Probes;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Server;
using Microsoft.AspNetCore.Http;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>
/// <c>GET pods/NAME/log</c>: finds the pod's kubelet and passes its answer on (<c>pkg/registry/core/pod</c>). Texts are the API server's.
/// </summary>
internal sealed class PodLogEndpoint : IDisposable
{
    private const int BlockBytes = 32 * 1024;

    /// <summary>Most of a kubelet's refusal that is passed on, bytes.</summary>
    private const int RefusalBytesMax = 4096;

    /// <summary>A kubelet on this machine is connected to at once, or it is not there.</summary>
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

    private readonly ObjectStore store;
    private readonly string secret;
    private readonly HttpClient kubelets = new(new SocketsHttpHandler { ConnectTimeout = ConnectLimit, UseProxy = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>An endpoint.</summary>
    /// <param name="store">Pods and nodes.</param>
    /// <param name="secret">What kubelets know this server by.</param>
    public PodLogEndpoint(ObjectStore store, string secret) => (this.store, this.secret) = (store, secret);

    /// <summary>Answers.</summary>
    public async Task HandleAsync(ApiRequest request)
    {
        var name = request.Name!;
        var query = PodLogOptions.Read(request);
        var pod = store.Find(request.Type.Key(request.Namespace, name))?.Parse() ?? throw Errors.NotFound(request.Type, name);
        var container = PodLogOptions.Container(pod, name, request.Query("container"));
        if (pod.TextAt("spec", "nodeName") is not { Length: > 0 } nodeName)
        {
            request.Context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var url = new Uri($"{Kubelet(nodeName)}/containerLogs/{request.Namespace}/{name}/{container}{query}");
        using var asked = new HttpRequestMessage(HttpMethod.Get, url);
        asked.Headers.TryAddWithoutValidation("Authorization", KubeletSecret.Header(secret));
        using var answer = await SendAsync(asked, url, request.Aborted);
        if (!answer.IsSuccessStatusCode) throw await RefusalAsync(request, answer);
        Reply.Start(request.Context, StatusCodes.Status200OK, "text/plain");
        await request.Context.Response.StartAsync(request.Aborted);
        await CopyAsync(answer, request.Context.Response.Body, request.Aborted);
    }

    /// <inheritdoc/>
    public void Dispose() => kubelets.Dispose();

    private static async Task CopyAsync(HttpResponseMessage answer, Stream to, CancellationToken ct)
    {
        await using var from = await answer.Content.ReadAsStreamAsync(ct);
        var block = new byte[BlockBytes];
        for (var count = await from.ReadAsync(block, ct); count > 0; count = await from.ReadAsync(block, ct))
        {
            await to.WriteAsync(block.AsMemory(0, count), ct);
            await to.FlushAsync(ct);
        }
    }

    /// <summary>A kubelet's refusal as a Status (<c>GenericHttpResponseChecker</c>).</summary>
    private static async Task<StatusException> RefusalAsync(ApiRequest request, HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync(request.Aborted);
        var text = Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, RefusalBytesMax)));
        return answer.StatusCode switch
        {
            HttpStatusCode.BadRequest => Errors.BadRequest(text),
            HttpStatusCode.InternalServerError => new StatusException(500, "InternalError", $"Internal error occurred: {text}"),
            HttpStatusCode.NotFound => new StatusException(404, "NotFound", $"the server could not find the requested resource ( {request.Type.QualifiedResource} {request.Name})"),
            _ => new StatusException((int)answer.StatusCode, "", $"the server responded with the status code {(int)answer.StatusCode} but did not return more information: {text}"),
        };
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage asked, Uri url, CancellationToken ct)
    {
        try
        {
            return await kubelets.SendAsync(asked, HttpCompletionOption.ResponseHeadersRead, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is HttpRequestException or OperationCanceledException)
        {
            var why = e.InnerException is System.Net.Sockets.SocketException socket ? TcpCheck.Words(socket, url.Authority) : $"dial tcp {url.Authority}: i/o timeout";
            throw new StatusException(500, "", $"Get \"{url}\": {why}");
        }
    }

    private string Kubelet(string nodeName)
    {
        var node = store.Find(BuiltIns.Nodes.Key(null, nodeName))?.Parse() ?? throw Errors.NotFound(BuiltIns.Nodes, nodeName);
        var address = node.Child("status").Objects("addresses").FirstOrDefault(a => a["type"].Text() == "InternalIP")?["address"].Text();
        var port = node.At("status", "daemonEndpoints", "kubeletEndpoint", "Port").Whole();
        // Whoever may write a Node's status chooses the address: the secret of all kubelets must not leave this machine for it.
        if (address is null || port is null || !(IPAddress.TryParse(address, out var ip) && IPAddress.IsLoopback(ip)))
            throw new StatusException(500, "", $"no preferred addresses found; known addresses: {node.At("status", "addresses")?.ToJsonString() ?? "[]"}");
        return string.Create(CultureInfo.InvariantCulture, $"http://{address}:{port}");
    }
}
