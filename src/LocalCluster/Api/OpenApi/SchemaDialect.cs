namespace LustreSupervisor.LocalCluster.Api.OpenApi;

/// <summary>The two versions of OpenAPI, where their documents differ.</summary>
internal sealed class SchemaDialect
{
    /// <summary>OpenAPI 2.0: one document, read by older kubectls.</summary>
    public static readonly SchemaDialect V2 = new("#/definitions/", false);

    /// <summary>OpenAPI 3.0: one document for each group and version.</summary>
    public static readonly SchemaDialect V3 = new("#/components/schemas/", true);

    private readonly string prefix;

    private SchemaDialect(string prefix, bool isV3)
    {
        this.prefix = prefix;
        IsV3 = isV3;
    }

    public bool IsV3 { get; }

    /// <summary>What a reference to a definition says.</summary>
    public string Reference(string definition) => prefix + definition;
}
