using System.Globalization;
using LustreSupervisor.LocalCluster.Api.Selectors;
using LustreSupervisor.LocalCluster.Api.Verbs;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>Reads the options that requests carry in their query.</summary>
internal static class QueryOptions
{
    /// <summary>Longest field manager's name (<c>FieldManagerMaxLength</c>).</summary>
    private const int ManagerLengthMax = 128;

    public static bool Flag(ApiRequest request, string name) => request.Query(name) switch
    {
        "" or "false" or "0" => false,
        "true" or "1" => true,
        var other => throw Errors.BadRequest($"{name}: invalid value \"{other}\": wants true or false"),
    };

    /// <summary>A whole number that is not negative, or null.</summary>
    public static long? Number(ApiRequest request, string name)
    {
        var text = request.Query(name);
        if (text.Length == 0) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : throw Errors.BadRequest($"{name}: Invalid value: \"{text}\": wants a whole number");
    }

    public static WriteOptions Write(ApiRequest request) => new(
        DryRun(request), Manager(request), Validation(request.Query("fieldValidation")), Flag(request, "force"),
        request.Subresource == "status" ? "status" : "");

    public static DeleteOptions Delete(ApiRequest request) => new(
        Number(request, "gracePeriodSeconds"),
        Policy: DeleteOptions.ReadPolicy(
            request.Query("propagationPolicy"), request.Query("orphanDependents").Length > 0 ? Flag(request, "orphanDependents") : null),
        DryRun: DryRun(request));

    public static bool DryRun(ApiRequest request) => request.Query("dryRun") switch
    {
        "" => false,
        "All" => true,
        var other => throw Errors.BadRequest($"dryRun: Unsupported value: \"{other}\": supported values: \"All\""),
    };

    /// <summary>The selection of a list or watch. A name on the path selects that object.</summary>
    public static Scope Scope(ApiRequest request)
    {
        try
        {
            var fields = FieldSelector.Parse(request.Query("fieldSelector"), request.Type.Storage);
            if (request.Name is not null) fields = fields.And(FieldSelector.Name(request.Name));
            return new Scope(request.Namespace, LabelSelector.Parse(request.Query("labelSelector")), fields);
        }
        catch (FormatException e)
        {
            throw Errors.BadRequest(e.Message);
        }
    }

    private static FieldValidation Validation(string text) => text switch
    {
        "" or "Warn" => FieldValidation.Warn,
        "Ignore" => FieldValidation.Ignore,
        "Strict" => FieldValidation.Strict,
        _ => throw Errors.BadRequest($"fieldValidation: Unsupported value: \"{text}\": supported values: \"Ignore\", \"Strict\", \"Warn\""),
    };

    private static string Manager(ApiRequest request)
    {
        var given = request.Query("fieldManager");
        if (given.Length > ManagerLengthMax) throw Errors.BadRequest($"fieldManager: Too long: may not be more than {ManagerLengthMax} bytes");
        if (given.Length > 0) return given;
        var agent = request.Context.Request.Headers.UserAgent.ToString();
        var name = agent.Split('/', ' ')[0];
        return name.Length == 0 ? "unknown" : name[..Math.Min(name.Length, ManagerLengthMax)];
    }
}
