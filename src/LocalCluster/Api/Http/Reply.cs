using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using Microsoft.AspNetCore.Http;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>Writes answers.</summary>
internal static class Reply
{
    /// <summary>Warnings on one answer: their headers must stay below what clients accept.</summary>
    private const int WarningsMax = 10;

    public static Task JsonAsync(HttpContext context, int code, JsonNode body) => BytesAsync(context, code, JsonText.ToBytes(body));

    public static async Task BytesAsync(HttpContext context, int code, ReadOnlyMemory<byte> body, string contentType = "application/json")
    {
        Start(context, code, contentType);
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>A document that may be cached as its headers, already set, say.</summary>
    public static async Task DocumentAsync(HttpContext context, ReadOnlyMemory<byte> body, string contentType)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }

    public static void Start(HttpContext context, int code, string contentType = "application/json")
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = contentType;
        context.Response.Headers.CacheControl = "no-cache, private";
    }

    /// <summary>Adds <c>Warning</c> headers (RFC 7234, code 299), as kubectl prints them.</summary>
    public static void Warn(HttpContext context, IReadOnlyList<string> warnings)
    {
        foreach (var warning in warnings.Take(WarningsMax))
        {
            var printable = string.Concat(warning.Where(c => c is >= ' ' and <= '~'));
            var quoted = printable.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            context.Response.Headers.Append("Warning", $"299 - \"{quoted}\"");
        }
    }
}
