namespace LustreSupervisor.Conformance.Clusters;

/// <summary>A test with a custom kind of its own.</summary>
public abstract class WidgetTest(ConformanceCluster cluster) : ConformanceTest(cluster)
{
    private WidgetDefinition? definition;

    protected string Group => definition!.Group;

    protected string Widgets => Of(definition!.GroupVersion, "widgets");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        definition = await WidgetDefinition.CreateAsync(Api, Namespace);
    }

    public override async ValueTask DisposeAsync()
    {
        if (definition is not null) await definition.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A widget as JSON.</summary>
    protected string Widget(string name, string spec, string more = "") =>
        $$"""{"apiVersion":"{{definition!.GroupVersion}}","kind":"Widget","metadata":{"name":"{{name}}"},"spec":{ {{spec}} }{{more}} }""";
}
