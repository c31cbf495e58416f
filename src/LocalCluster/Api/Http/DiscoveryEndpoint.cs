using System.Security.Cryptography;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.OpenApi;
using Microsoft.AspNetCore.Http;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>Answers what the server says about itself: discovery, aggregated discovery and OpenAPI.</summary>
internal sealed class DiscoveryEndpoint(Discovery discovery, OpenApiEndpoint openApi)
{
    private const string Plain = "application/json";

    /// <summary>Answers if the path is one of these; null when it is not.</summary>
    public Task? TryAnswer(HttpContext context, string[] path)
    {
        if (openApi.TryAnswer(context, path) is { } answered) return answered;
        if (path is ["api"] or ["apis"] && TryAnswerAggregated(context, path[0]) is { } aggregated) return aggregated;
        if (discovery.Find(path) is not { } document) return null;
        return IsRead(context) ? Reply.JsonAsync(context, StatusCodes.Status200OK, document) : throw Errors.MethodNotAllowed();
    }

    private Task? TryAnswerAggregated(HttpContext context, string root)
    {
        if (!IsRead(context)) return null;
        context.Response.Headers.Vary = "Accept";
        var form = AcceptHeader.Choose(context.Request, Form("v2"), Form("v2beta1"), Plain);
        if (form is null or Plain || string.IsNullOrEmpty(context.Request.Headers.Accept)) return null;
        var version = form == Form("v2") ? "v2" : "v2beta1";
        var body = JsonText.ToBytes(discovery.Aggregated(root, version));
        var tag = $"\"{Convert.ToHexString(SHA512.HashData(body))}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "public";
        if (context.Request.Headers.IfNoneMatch.Any(t => t == tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return Reply.DocumentAsync(context, body, $"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList");
    }

    /// <summary>The media type as <see cref="AcceptHeader"/> sorts its parameters.</summary>
    private static string Form(string version) => $"application/json;as=APIGroupDiscoveryList;g=apidiscovery.k8s.io;v={version}";

    private static bool IsRead(HttpContext context) => HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
}
