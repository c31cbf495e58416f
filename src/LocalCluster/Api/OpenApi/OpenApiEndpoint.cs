using LustreSupervisor.LocalCluster.Api.Http;
using Microsoft.AspNetCore.Http;

namespace LustreSupervisor.LocalCluster.Api.OpenApi;

/// <summary><c>/openapi/v2</c> and <c>/openapi/v3</c> (<c>kube-openapi/pkg/handler</c>, <c>handler3</c>).</summary>
internal sealed class OpenApiEndpoint(OpenApiDocuments documents, TimeProvider clock)
{
    private const string Json = "application/json";
    private const string Binary = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    /// <summary>The name that kubectls up to 1.26 ask for.</summary>
    private const string BinaryOld = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

    /// <summary>Answers if the path is one of these; null when it is not.</summary>
    /// <exception cref="StatusException">404: there is no such document; 406: not in the form that is asked for.</exception>
    public Task? TryAnswer(HttpContext context, string[] path)
    {
        if (path is not ["openapi", ..]) return null;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)) throw Errors.MethodNotAllowed();
        return path switch
        {
            ["openapi", "v2"] => AnswerV2(context),
            ["openapi", "v3"] => SendAsync(context, documents.Index(), Json, false),
            ["openapi", "v3", .. var part] => AnswerV3(context, string.Join('/', part)),
            _ => throw Errors.UnknownPath(),
        };
    }

    private Task AnswerV2(HttpContext context)
    {
        context.Response.Headers.Vary = "Accept";
        var form = AcceptHeader.Choose(context.Request, Json, Binary, BinaryOld) ?? throw Errors.NotAcceptable($"only the following media types are accepted: {Json}, {Binary}");
        return SendAsync(context, documents.Whole(), form == Json ? Json : Binary, form != Json);
    }

    private Task AnswerV3(HttpContext context, string part)
    {
        var document = documents.Part(part) ?? throw Errors.UnknownPath();
        context.Response.Headers.Vary = "Accept";
        if (AcceptHeader.Choose(context.Request, Json) is null) throw Errors.NotAcceptable();
        var hash = context.Request.Query["hash"].ToString();
        if (hash.Length > 0 && hash != document.Hash)
        {
            context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
            context.Response.Headers.Location = $"/openapi/v3/{part}?hash={document.Hash}";
            return Task.CompletedTask;
        }

        return SendAsync(context, document, Json, false, hash.Length > 0);
    }

    private Task SendAsync(HttpContext context, OpenApiDocument document, string contentType, bool isBinary, bool isForEver = false)
    {
        var tag = $"\"{document.Hash}\"";
        context.Response.Headers.ETag = tag;
        if (isForEver)
        {
            context.Response.Headers.CacheControl = "public, immutable";
            context.Response.Headers.Expires = clock.GetUtcNow().AddYears(1).ToString("R");
        }

        if (context.Request.Headers.IfNoneMatch.Any(t => t?.Contains(tag, StringComparison.Ordinal) == true))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return Reply.DocumentAsync(context, isBinary ? document.Binary : document.Json, contentType);
    }
}
