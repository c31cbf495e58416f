using System.Globalization;

namespace LustreSupervisor.LocalCluster.Api.Tables;

/// <summary>In what form an answer shows objects.</summary>
internal enum ShownAs
{
    /// <summary>As they are.</summary>
    Objects,

    /// <summary>As rows of a <c>Table</c>.</summary>
    Table,

    /// <summary>Only their metadata, one by one.</summary>
    Metadata,

    /// <summary>Only their metadata, as a list.</summary>
    MetadataList,
}

/// <summary>What an <c>Accept</c> header asks for: a form, and the version of <c>meta.k8s.io</c> that describes it.</summary>
internal readonly record struct AcceptedForm(ShownAs As, string Version)
{
    private static readonly string[] MediaTypes = ["application/json", "application/*", "*/*"];

    /// <summary>The first alternative of the header that this server can give, by preference; null when there is none.</summary>
    public static AcceptedForm? Parse(string header)
    {
        if (string.IsNullOrWhiteSpace(header)) return new AcceptedForm(ShownAs.Objects, "");
        return header.Split(',').Select(ReadClause).OrderByDescending(c => c.Weight).Select(c => c.Form).FirstOrDefault(f => f is not null);
    }

    private static (double Weight, AcceptedForm? Form) ReadClause(string clause)
    {
        var parts = clause.Split(';', StringSplitOptions.TrimEntries);
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in parts.Skip(1))
        {
            var at = parameter.IndexOf('=', StringComparison.Ordinal);
            if (at > 0) parameters[parameter[..at].Trim()] = parameter[(at + 1)..].Trim();
        }

        var weight = double.TryParse(parameters.GetValueOrDefault("q"), NumberStyles.Float, CultureInfo.InvariantCulture, out var given) ? given : 1;
        return (weight, MediaTypes.Contains(parts[0].ToLowerInvariant()) ? FormOf(parameters) : null);
    }

    private static AcceptedForm? FormOf(Dictionary<string, string> parameters)
    {
        if (!parameters.TryGetValue("as", out var name)) return new AcceptedForm(ShownAs.Objects, "");
        var version = parameters.GetValueOrDefault("v", "");
        if (parameters.GetValueOrDefault("g") != "meta.k8s.io" || version is not ("v1" or "v1beta1")) return null;
        return name switch
        {
            "Table" => new AcceptedForm(ShownAs.Table, version),
            "PartialObjectMetadata" => new AcceptedForm(ShownAs.Metadata, version),
            "PartialObjectMetadataList" => new AcceptedForm(ShownAs.MetadataList, version),
            _ => null,
        };
    }
}
