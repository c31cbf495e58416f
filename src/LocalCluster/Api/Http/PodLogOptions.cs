using System.Globalization;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Schema;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>PodLogOptions of <c>core/v1</c> in a query, and their validation (<c>ValidatePodLogOptions</c>).</summary>
internal static class PodLogOptions
{
    private static readonly string[] ContainerLists = ["containers", "initContainers", "ephemeralContainers"];

    /// <summary>The options as the kubelet takes them.</summary>
    /// <exception cref="StatusException">400: not readable; 422: they make no sense.</exception>
    public static QueryString Read(ApiRequest request)
    {
        var errors = new List<FieldError>();
        var given = new QueryBuilder();
        foreach (var flag in (string[])["follow", "previous", "timestamps"])
        {
            if (QueryOptions.Flag(request, flag)) given.Add(flag, "true");
        }

        Number(request, "tailLines", 0, "must be greater than or equal to 0", given, errors);
        Number(request, "limitBytes", 1, "must be greater than 0", given, errors);
        Number(request, "sinceSeconds", 1, "must be greater than 0", given, errors);
        if (request.Query("sinceTime") is { Length: > 0 } since)
        {
            if (!DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
                throw Errors.BadRequest($"parsing time \"{since}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{since}\" as \"2006\"");
            if (request.Query("sinceSeconds").Length > 0) errors.Add(FieldError.Forbidden("", "at most one of `sinceTime` or `sinceSeconds` may be specified"));
            given.Add("sinceTime", since);
        }

        if (errors.Count > 0) throw Errors.Invalid(request.Type with { Kind = "PodLogOptions" }, request.Name!, errors);
        return given.ToQueryString();
    }

    /// <summary>The container that is meant.</summary>
    /// <exception cref="StatusException">400: none is named and there are several, or there is none of that name.</exception>
    public static string Container(JsonObject pod, string name, string asked)
    {
        var spec = pod.Child("spec");
        if (asked.Length > 0)
        {
            return ContainerLists.SelectMany(spec.Objects).Any(container => container["name"].Text() == asked)
                ? asked : throw Errors.BadRequest($"container {asked} is not valid for pod {name}");
        }

        if (Names(spec, "containers") is [var only]) return only;
        var text = $"a container name must be specified for pod {name}, choose one of: [{string.Join(' ', Names(spec, "containers"))}]";
        if (Names(spec, "initContainers") is { Count: > 0 } init) text += $" or one of the init containers: [{string.Join(' ', init)}]";
        throw Errors.BadRequest(text);
    }

    private static List<string> Names(JsonObject? spec, string list) => [.. spec.Objects(list).Select(container => container["name"].Text() ?? "")];

    private static void Number(ApiRequest request, string name, long least, string rule, QueryBuilder given, List<FieldError> errors)
    {
        var text = request.Query(name);
        if (text.Length == 0) return;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            throw Errors.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
        if (number < least) errors.Add(FieldError.Invalid(name, number, rule));
        else given.Add(name, text);
    }
}
