using System.Text.Json.Nodes;
using Spectre.Console;

namespace LustreSupervisor.Supervisor.Cli.Output;

/// <summary>A column of a table of resources.</summary>
/// <param name="Header">Heading, in capitals.</param>
/// <param name="Text">The cell of a resource; empty for none.</param>
internal sealed record Column(string Header, Func<JsonObject, string> Text)
{
    /// <summary>Shown only when a wide table is asked for.</summary>
    public bool Wide { get; init; }

    /// <summary>Numbers stand at the right.</summary>
    public bool Number { get; init; }

    /// <summary>Colour of a cell by its text.</summary>
    public Func<string, Color>? Colour { get; init; }
}
