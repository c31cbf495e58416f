namespace LustreSupervisor.LocalCluster.Nodes;

/// <summary>Files that a node lays out for its pods before it takes any.</summary>
internal static class NodeFiles
{
    /// <summary>Links every tool's name to the one program that plays them all.</summary>
    /// <param name="node">The node.</param>
    /// <param name="names">Names of the tools.</param>
    public static void LinkTools(NodeOptions node, IEnumerable<string> names)
    {
        if (Directory.Exists(node.ToolsDirectory))
            Directory.Delete(node.ToolsDirectory, recursive: true);
        Directory.CreateDirectory(node.ToolsDirectory);
        foreach (var name in names)
            File.CreateSymbolicLink(Path.Combine(node.ToolsDirectory, name), node.Programs.Tools);
    }
}
