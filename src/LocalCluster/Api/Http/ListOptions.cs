using System.Globalization;
using LustreSupervisor.LocalCluster.Api.Schema;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>
/// What a list or watch asks for, checked as the real server checks it (<c>apimachinery/pkg/apis/meta/internalversion/validation</c>).
/// </summary>
/// <param name="Version">The resourceVersion that was asked for; null: none, the latest.</param>
/// <param name="Match">What the version means: <c>Exact</c>, <c>NotOlderThan</c> or empty.</param>
/// <param name="Limit">Most objects on a page; 0: all.</param>
/// <param name="Continue">The token of the page before, or empty.</param>
internal sealed record ListOptions(long? Version, string Match, long Limit, string Continue)
{
    private const string Exact = "Exact";
    private const string NotOlderThan = "NotOlderThan";

    /// <summary>Seconds a watch is to live, or null.</summary>
    public long? TimeoutSeconds { get; private init; }

    /// <summary>A watch starts with what there is.</summary>
    public bool SendsInitial { get; private init; }

    /// <summary>A watch is told now and then how far it has come.</summary>
    public bool WantsBookmarks { get; private init; }

    /// <summary>The one moment that a list is to show, or null for the present.</summary>
    public long? ExactVersion => Version > 0 && (Match == Exact || (Match.Length == 0 && Limit > 0)) ? Version : null;

    /// <summary>Objects on a page. A list that accepts any version is answered from memory and never cut.</summary>
    public long PageSize => Version == 0 && Continue.Length == 0 && Match != Exact ? 0 : Limit;

    /// <exception cref="StatusException">400 or 422: a parameter is malformed, or does not go with another.</exception>
    public static ListOptions Read(ApiRequest request, bool isWatch)
    {
        var (match, version, token) = (request.Query("resourceVersionMatch"), request.Query("resourceVersion"), request.Query("continue"));
        bool? initial = request.Context.Request.Query.ContainsKey("sendInitialEvents") ? QueryOptions.Flag(request, "sendInitialEvents") : null;
        if (isWatch && initial is null && match.Length == 0 && version is "" or "0") (initial, match) = (true, NotOlderThan);
        var errors = new List<FieldError>();
        if (isWatch) CheckWatch(match, initial, token, errors);
        else CheckList(match, initial, version, token, errors);
        if (errors.Count > 0) throw Errors.InvalidOptions("ListOptions", errors);
        return new ListOptions(ReadVersion(version), match, QueryOptions.Number(request, "limit") ?? 0, token)
        {
            TimeoutSeconds = QueryOptions.Number(request, "timeoutSeconds"),
            SendsInitial = initial == true,
            WantsBookmarks = QueryOptions.Flag(request, "allowWatchBookmarks"),
        };
    }

    /// <summary>A resourceVersion from a query, or null for none.</summary>
    /// <exception cref="StatusException">400: it is no number.</exception>
    public static long? ReadVersion(string text)
    {
        if (text.Length == 0) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)) return version;
        throw Errors.BadRequest($"invalid resource version: resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");
    }

    private static void CheckList(string match, bool? initial, string version, string token, List<FieldError> errors)
    {
        if (match.Length > 0)
        {
            if (version.Length == 0) errors.Add(Forbidden("resourceVersionMatch is forbidden unless resourceVersion is provided"));
            if (token.Length > 0) errors.Add(Forbidden("resourceVersionMatch is forbidden when continue is provided"));
            if (match is not (Exact or NotOlderThan)) errors.Add(FieldError.NotSupported("resourceVersionMatch", match, [Exact, NotOlderThan, ""]));
            if (match == Exact && version == "0") errors.Add(Forbidden("resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
        }

        if (initial is not null) errors.Add(FieldError.Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
    }

    private static void CheckWatch(string match, bool? initial, string token, List<FieldError> errors)
    {
        if (initial is not null && match != NotOlderThan) errors.Add(Forbidden($"sendInitialEvents requires setting resourceVersionMatch to {NotOlderThan}"));
        if (match.Length == 0) return;
        if (initial is null) errors.Add(Forbidden("resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        if (match != NotOlderThan) errors.Add(FieldError.NotSupported("resourceVersionMatch", match, [NotOlderThan]));
        if (token.Length > 0) errors.Add(Forbidden("resourceVersionMatch is forbidden when continue is provided"));
    }

    private static FieldError Forbidden(string why) => FieldError.Forbidden("resourceVersionMatch", why);
}
