namespace LustreSupervisor.Supervisor.Manifests.Yaml;

/// <summary>The file cannot be read further than this line.</summary>
internal sealed class YamlFaultException(int line, string message) : Exception(message)
{
    /// <summary>Line, from 1.</summary>
    public int Line { get; } = line;
}
