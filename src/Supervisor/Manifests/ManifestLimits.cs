namespace LustreSupervisor.Supervisor.Manifests;

/// <summary>Bounds of a manifest, far above any real one, that keep a hostile or broken file from taking the program down.</summary>
public static class ManifestLimits
{
    /// <summary>Longest file, in characters. The API server takes no object above 1.5 MiB.</summary>
    public const int TextMax = 4 * 1024 * 1024;

    /// <summary>Deepest nesting; the schema needs about a dozen levels.</summary>
    public const int DepthMax = 64;

    /// <summary>Most values in a file once aliases are expanded: a few nested aliases can otherwise stand for billions.</summary>
    public const int NodesMax = 100_000;
}
