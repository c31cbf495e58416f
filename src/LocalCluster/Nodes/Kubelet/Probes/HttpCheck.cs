using System.Net.Sockets;
using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Probes;

/// <summary>Requests of probes and hooks over HTTP; certificates are not verified, as the kubelet does not.</summary>
internal static class HttpCheck
{
    private const string Agent = "kube-probe/1.36";

    /// <summary>First code that is no success.</summary>
    private const int BadFrom = 400;

#pragma warning disable CA5359 // The kubelet's probes verify no certificates: they ask whether a container lives, not who it is.
    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        // A probe asks the container of now, not a connection to the one before.
        PooledConnectionLifetime = TimeSpan.Zero,
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        UseProxy = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
#pragma warning restore CA5359

    /// <summary>Asks once.</summary>
    /// <param name="action">What to ask for.</param>
    /// <param name="container">The container.</param>
    /// <param name="address">The pod's address.</param>
    /// <param name="cancellationToken">The time is over.</param>
    public static async Task<ProbeResult> AskAsync(V1HTTPGetAction action, V1Container container, string address, CancellationToken cancellationToken)
    {
        var url = ProbeTarget.Url(action, container, address);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation("User-Agent", Agent);
            request.Headers.TryAddWithoutValidation("Accept", "*/*");
            foreach (var header in action.HttpHeaders ?? [])
            {
                request.Headers.Remove(header.Name);
                request.Headers.TryAddWithoutValidation(header.Name, header.Value);
            }

            using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)response.StatusCode is >= 200 and < BadFrom
                ? ProbeResult.Good()
                : ProbeResult.Failed($"HTTP probe failed with statuscode: {(int)response.StatusCode}");
        }
        catch (OperationCanceledException)
        {
            return ProbeResult.Failed($"Get \"{url}\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
        }
        catch (HttpRequestException error)
        {
            return ProbeResult.Failed($"Get \"{url}\": {Reason(error, url)}");
        }
    }

    private static string Reason(HttpRequestException error, Uri url) => error.InnerException switch
    {
        SocketException socket => TcpCheck.Words(socket, url.Authority),
        { } inner => inner.Message,
        null => error.Message,
    };
}
