using System.Net;
using System.Text.Json;
using LustreSupervisor.Actors.Ports;

namespace LustreSupervisor.Supervisor.Kubernetes.Client;

/// <summary>Turns a refusal of the API server into the exception that says whether trying again makes sense.</summary>
internal static class ApiRefusal
{
    /// <summary>Longest message that is kept of a refusal, in characters: a proxy may answer with a page.</summary>
    private const int MessageMax = 1024;

    /// <summary>Reads the response's <c>Status</c> object.</summary>
    public static async Task<Exception> ReadAsync(
        HttpResponseMessage response, HttpMethod method, string path, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var (reason, detail) = Parse(text);
        var message = $"{method} {path}: {(int)response.StatusCode} {reason} {detail}".TrimEnd();
        return IsTemporary(response.StatusCode)
            ? new ClusterUnavailableException(message)
            : new ApiException(response.StatusCode, reason, message);
    }

    // 401 is temporary: tokens of service accounts are rotated under a running program.
    private static bool IsTemporary(HttpStatusCode status) =>
        status is HttpStatusCode.Unauthorized or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        || (int)status >= 500;

    private static (string Reason, string Message) Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return (document.RootElement.Text("reason"), Shorten(document.RootElement.Text("message")));
        }
        catch (JsonException)
        {
            return ("", Shorten(text));
        }
    }

    private static string Shorten(string text) => text.Length <= MessageMax ? text : text[..MessageMax] + "…";
}
