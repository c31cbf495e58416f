using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>Where the next page of a list starts, in the form of the real server (<c>apiserver/pkg/storage/continue.go</c>).</summary>
/// <param name="Version">The resourceVersion that all pages show; -1: whatever is current.</param>
/// <param name="Start">The last key of the page before: <c>NAMESPACE/NAME</c>, or <c>NAME</c> within one namespace.</param>
internal sealed record ContinueToken(long Version, string Start)
{
    private const string Form = "meta.k8s.io/v1";

    /// <summary>The token as clients send it back.</summary>
    public override string ToString()
    {
        var json = JsonText.ToBytes(new JsonObject { ["v"] = Form, ["rv"] = Version, ["start"] = Start + "\0" });
        return Convert.ToBase64String(json).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    /// <exception cref="StatusException">400: it is no token.</exception>
    public static ContinueToken Parse(string text)
    {
        var padded = text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (text.Length % 4)) % 4);
        var bytes = new byte[padded.Length];
        if (!Convert.TryFromBase64String(padded, bytes, out var length)) throw Wrong("continue key is not valid: illegal base64 data");
        try
        {
            var token = JsonText.Parse(bytes.AsSpan(0, length)) as JsonObject ?? [];
            if (token["v"].Text() != Form) throw Wrong($"continue key is not valid: server does not recognize this encoded version {token["v"].Text()}");
            if (token["rv"].Whole() is not (> 0 or -1)) throw Wrong($"continue key is not valid: incorrect encoded start resourceVersion (version {Form})");
            if (token["start"].Text() is not { Length: > 0 } start) throw Wrong($"continue key is not valid: encoded start key empty (version {Form})");
            return new ContinueToken(token["rv"].Whole()!.Value, start.TrimEnd('\0'));
        }
        catch (FormatException e)
        {
            throw Wrong($"continue key is not valid: {e.Message}");
        }
    }

    private static StatusException Wrong(string why) => Errors.BadRequest($"invalid continue token: {why}");
}
