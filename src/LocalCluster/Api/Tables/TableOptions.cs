using LustreSupervisor.LocalCluster.Api.Http;

namespace LustreSupervisor.LocalCluster.Api.Tables;

/// <summary>How much of an object its row carries (<c>meta/v1 IncludeObjectPolicy</c>).</summary>
internal enum RowObject
{
    /// <summary>Its metadata (the default).</summary>
    Metadata,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>All of it.</summary>
    Whole,
}

/// <summary>Reads the options of a table (<c>meta/v1 TableOptions</c>).</summary>
internal static class TableOptions
{
    /// <exception cref="StatusException">400: an unknown policy.</exception>
    public static RowObject Read(ApiRequest request) => request.Query("includeObject") switch
    {
        "" or "Metadata" => RowObject.Metadata,
        "None" => RowObject.None,
        "Object" => RowObject.Whole,
        var other => throw Errors.BadRequest(
            $"Unable to convert to Table as requested: includeObject: Invalid value: \"{other}\": must be 'Metadata', 'Object', 'None', or empty"),
    };
}
