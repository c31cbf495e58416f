using System.Text.Json;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.Supervisor.Local.Demo;

/// <summary>Result of a demo, as <c>--report FILE</c> writes it.</summary>
/// <param name="Ok">True when every step held.</param>
/// <param name="Steps">The steps in order; those never reached did not hold.</param>
/// <param name="Targets">The servers as they were at the end.</param>
internal sealed record DemoReport(bool Ok, IReadOnlyList<DemoStepResult> Steps, IReadOnlyList<DemoTarget> Targets)
{
    /// <summary>Writes the report.</summary>
    /// <param name="path">File.</param>
    /// <remarks>Written in place, not moved into place: the path may be a pipe or a device.</remarks>
    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, StateJson.Options) + "\n");
}

/// <summary>Result of one step.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ok">Whether it held.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Detail">What was seen.</param>
internal sealed record DemoStepResult(string Name, bool Ok, double Seconds, string Detail);

/// <summary>A server at the end of the demo.</summary>
/// <param name="Label">Lustre's label.</param>
/// <param name="Node">Its node.</param>
/// <param name="Incarnation">Number of its incarnation.</param>
/// <param name="Pid">Its process, null when none lives.</param>
/// <param name="State">Its state.</param>
internal sealed record DemoTarget(string Label, string Node, long Incarnation, int? Pid, string State);
