namespace LustreSupervisor.Supervisor.Cli;

/// <summary>Forms in which a command prints its result (<c>-o</c>).</summary>
public enum OutputFormat
{
    /// <summary>Columns for people.</summary>
    Table,

    /// <summary>JSON, indented, one document.</summary>
    Json,

    /// <summary>YAML, the same document.</summary>
    Yaml,

    /// <summary>More columns for people.</summary>
    Wide,

    /// <summary><c>kind/name</c>, one a line, for scripts.</summary>
    Name,
}
