using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LustreSupervisor.Supervisor.Cli.Cluster;

/// <summary>Faults between a command and the API server, as lines that name the file, the server and the remedy.</summary>
internal static class ClusterFault
{
    /// <summary>Longest part of a server's message that is shown, in characters: a proxy may answer with a page.</summary>
    private const int MessageCharactersMax = 1000;

    /// <summary>True for exceptions that mean "no usable answer", not cancelled by the person.</summary>
    public static bool IsOutage(Exception fault, CancellationToken cancellationToken) => fault switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        HttpRequestException or IOException => true,
        _ => false,
    };

    /// <summary>The server gave no usable answer.</summary>
    public static ClusterUnreachableException Unreachable(ClusterClient cluster, Exception fault)
    {
        var named = $"{cluster.Server} (named by {cluster.Source})";
        const string Remedy = "start the cluster (`supervisor local up` for the laptop's), or name another by --kubeconfig FILE";
        if (fault is OperationCanceledException)
            return new ClusterUnreachableException($"{named} does not answer", Remedy, fault);
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
                return new ClusterUnreachableException($"nothing listens at {named}", Remedy, fault);
            if (inner is AuthenticationException)
                return new ClusterUnreachableException(
                    $"{named} does not prove its identity: {OneLine(inner.Message)}", "take the kubeconfig of this very cluster", fault);
        }

        return new ClusterUnreachableException($"cannot talk to {named}: {OneLine(fault.Message)}", Remedy, fault);
    }

    /// <summary>The server answered, and the answer was no.</summary>
    /// <param name="cluster">Who answered.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="body">A Kubernetes <c>Status</c> object, or whatever stood in the way.</param>
    public static UserErrorException Refused(ClusterClient cluster, HttpStatusCode status, string body)
    {
        var message = Message(body);
        return status switch
        {
            HttpStatusCode.Unauthorized => new UserErrorException(
                $"{cluster.Server} does not accept the credentials of {cluster.Source}", "fetch a fresh kubeconfig"),
            HttpStatusCode.Forbidden => new UserErrorException($"{cluster.Server} forbids it: {message}", null),
            _ => new UserErrorException($"{cluster.Server} answered {(int)status}: {message}"),
        };
    }

    /// <summary>The message in the body of a refusal, on one line.</summary>
    public static string Message(string body)
    {
        try
        {
            if (JsonNode.Parse(body) is JsonObject answer && answer.Text("message") is { Length: > 0 } text)
                return OneLine(text);
        }
        catch (JsonException)
        {
            // Not from an API server: shown as it is.
        }

        return body.Length == 0 ? "(no message)" : OneLine(body);
    }

    private static string OneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= MessageCharactersMax ? line : line[..MessageCharactersMax] + "…";
    }
}
