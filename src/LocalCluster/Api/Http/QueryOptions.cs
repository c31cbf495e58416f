using System.Globalization;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Schema;
using LustreSupervisor.LocalCluster.Api.Selectors;
using LustreSupervisor.LocalCluster.Api.Verbs;
using Microsoft.AspNetCore.Http;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>Reads the options that requests carry in their query.</summary>
internal static class QueryOptions
{
    /// <summary>Longest field manager's name (<c>FieldManagerMaxLength</c>).</summary>
    private const int ManagerLengthMax = 128;

    /// <summary>A truth value as the real server reads it: everything but <c>false</c> and <c>0</c> is true.</summary>
    public static bool Flag(ApiRequest request, string name) => Flag(request.Context.Request, name);

    /// <summary>The same of a request that is not yet known to be for a resource: what is authorized must be what is done.</summary>
    public static bool Flag(HttpRequest request, string name) => request.Query.TryGetValue(name, out var values)
        && !(values.ToString() is "0" || values.ToString().Equals("false", StringComparison.OrdinalIgnoreCase));

    /// <summary>A whole number, or null; negative ones count as 0.</summary>
    /// <exception cref="StatusException">400: it is no number.</exception>
    public static long? Number(ApiRequest request, string name)
    {
        var text = request.Query(name);
        if (text.Length == 0) return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? Math.Max(number, 0) : throw Errors.BadRequest($"strconv.ParseInt: parsing {JsonText.ToText(text)}: invalid syntax");
    }

    public static WriteOptions Write(ApiRequest request) => new(
        DryRun(request), Manager(request), Validation(request), Flag(request, "force"),
        request.Subresource == "status" ? "status" : "")
    {
        Guard = request.Caller.CheckWrite,
    };

    public static DeleteOptions Delete(ApiRequest request) => new(
        Number(request, "gracePeriodSeconds"),
        Policy: DeleteOptions.ReadPolicy(
            request.Query("propagationPolicy"), request.Query("orphanDependents").Length > 0 ? Flag(request, "orphanDependents") : null),
        DryRun: DryRun(request));

    public static bool DryRun(ApiRequest request) => request.Query("dryRun") switch
    {
        "" => false,
        "All" => true,
        var other => throw Errors.InvalidOptions(KindOf(request), [FieldError.NotSupported("dryRun", other, ["All"])]),
    };

    /// <summary>The selection of a list or watch.</summary>
    public static Scope Scope(ApiRequest request)
    {
        try
        {
            var fields = FieldSelector.Parse(request.Query("fieldSelector"), request.Type);
            return new Scope(request.Namespace, LabelSelector.Parse(request.Query("labelSelector")), fields);
        }
        catch (FormatException e)
        {
            throw Errors.BadRequest(e.Message);
        }
    }

    private static FieldValidation Validation(ApiRequest request) => request.Query("fieldValidation") switch
    {
        "" or "Warn" => FieldValidation.Warn,
        "Ignore" => FieldValidation.Ignore,
        "Strict" => FieldValidation.Strict,
        var other => throw Errors.InvalidOptions(KindOf(request), [FieldError.NotSupported("fieldValidation", other, ["", "Ignore", "Strict", "Warn"])]),
    };

    private static string Manager(ApiRequest request)
    {
        var given = request.Query("fieldManager");
        if (given.Length > ManagerLengthMax) throw Errors.InvalidOptions(KindOf(request), [FieldError.TooLong("fieldManager", ManagerLengthMax)]);
        if (given.Any(char.IsControl))
            throw Errors.InvalidOptions(KindOf(request), [FieldError.Invalid("fieldManager", given, "should only contain printable characters")]);
        if (given.Length > 0) return given;
        var agent = request.Context.Request.Headers.UserAgent.ToString();
        var name = new string([.. agent.Split('/')[0].Where(c => !char.IsControl(c))]);
        return name.Length == 0 ? "unknown" : name[..Math.Min(name.Length, ManagerLengthMax)];
    }

    private static string KindOf(ApiRequest request) => request.Context.Request.Method switch
    {
        "POST" => "CreateOptions",
        "PUT" => "UpdateOptions",
        "PATCH" => "PatchOptions",
        _ => "DeleteOptions",
    };
}
