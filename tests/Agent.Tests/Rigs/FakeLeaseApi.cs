using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.Agent.Tests.Rigs;

/// <summary>Leases of a Kubernetes API server: over HTTPS, with a bearer token, with compare-and-swap.</summary>
internal sealed class FakeLeaseApi : IAsyncDisposable
{
    public const string Token = "token-of-the-pod";

    private const string Collection = "/apis/coordination.k8s.io/v1/namespaces/hpc/leases";

    private readonly Lock _lock = new();

    private readonly TestAuthority _authority = new();

    private readonly WebApplication _app;

    private readonly Dictionary<string, JsonObject> _leases = new(StringComparer.Ordinal);

    private int _version = 100;

    private int _conflicts;

    private FakeLeaseApi()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(k =>
            k.Listen(IPAddress.Loopback, 0, l => l.UseHttps(_authority.ServerCertificate())));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string AuthorityPem => _authority.Pem;

    public int Port => new Uri(_app.Urls.First()).Port;

    /// <summary>Answered to everything; 0 for proper answers.</summary>
    public int Failing { get; set; }

    public static async Task<FakeLeaseApi> StartAsync()
    {
        var api = new FakeLeaseApi();
        await api._app.StartAsync();
        return api;
    }

    /// <summary>A Lease now; null when there is none.</summary>
    public JsonObject? Lease(string name)
    {
        lock (_lock)
            return (JsonObject?)_leases.GetValueOrDefault(name)?.DeepClone();
    }

    public string? Holder(string name) => (string?)Lease(name)?["spec"]?["holderIdentity"];

    public void Seed(string name, string holder)
    {
        lock (_lock)
            _leases[name] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "hpc", ["resourceVersion"] = Next(), ["uid"] = "kept" },
                ["spec"] = new JsonObject { ["holderIdentity"] = holder, ["leaseTransitions"] = 3 },
            };
    }

    /// <summary>What a person writes on the Lease, which need not exist; null lifts it.</summary>
    public void Annotate(string name, string? handsOff)
    {
        lock (_lock)
        {
            if (!_leases.TryGetValue(name, out var lease))
                _leases[name] = lease = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "hpc", ["annotations"] = new JsonObject() },
                    ["spec"] = new JsonObject(),
                };
            lease["metadata"]!["resourceVersion"] = Next();
            var annotations = (lease["metadata"]!["annotations"] ??= new JsonObject()).AsObject();
            annotations.Remove("lustre.cloudnative-hpc.io/hands-off");
            if (handsOff is not null)
                annotations["lustre.cloudnative-hpc.io/hands-off"] = handsOff;
        }
    }

    /// <summary>Lets the next writes meet a version that changed in between.</summary>
    public void ConflictOnce()
    {
        lock (_lock)
            _conflicts++;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _authority.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var (status, answer) = Answer(context.Request, body);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer?.ToJsonString() ?? "{}");
    }

    private (int Status, JsonObject? Answer) Answer(HttpRequest request, string body)
    {
        lock (_lock)
        {
            if (Failing != 0)
                return (Failing, null);
            if (request.Headers.Authorization != $"Bearer {Token}")
                return (401, null);
            var path = request.Path.Value ?? "";
            if (request.Method == "POST" && path == Collection)
                return Create(JsonNode.Parse(body)!.AsObject());
            if (!path.StartsWith(Collection + "/", StringComparison.Ordinal)
                || !_leases.TryGetValue(path[(Collection.Length + 1)..], out var lease))
                return (404, null);
            return request.Method == "PUT" ? Replace(lease, JsonNode.Parse(body)!.AsObject()) : (200, (JsonObject)lease.DeepClone());
        }
    }

    private (int, JsonObject?) Create(JsonObject lease) =>
        _leases.ContainsKey((string)lease["metadata"]!["name"]!) ? (409, null) : Write(201, lease);

    private (int, JsonObject?) Replace(JsonObject before, JsonObject lease)
    {
        if (_conflicts > 0)
        {
            _conflicts--;
            before["metadata"]!["resourceVersion"] = Next();
        }
        return (string?)lease["metadata"]!["resourceVersion"] == (string?)before["metadata"]!["resourceVersion"] ? Write(200, lease)
            : (409, null);
    }

    private (int, JsonObject?) Write(int status, JsonObject lease)
    {
        lease["metadata"]!["resourceVersion"] = Next();
        _leases[(string)lease["metadata"]!["name"]!] = lease;
        return (status, (JsonObject)lease.DeepClone());
    }

    private string Next() => (++_version).ToString(CultureInfo.InvariantCulture);
}
