using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Tests.Scenarios;

/// <summary>Where stories begin.</summary>
public static class Story
{
    public static Scenario<ServerState, ServerCommand, ServerEvent> OfServer(params ServerEvent[][] history) =>
        new Scenario<ServerState, ServerCommand, ServerEvent>(
            ServerState.Initial, ServerDecider.Decide, ServerEvolver.Evolve, (e, meta) => e with { Meta = meta })
            .Given([.. history.SelectMany(h => h)]);

    public static Scenario<FilesystemState, FilesystemCommand, FilesystemEvent> OfFilesystem(params FilesystemEvent[] history) =>
        new Scenario<FilesystemState, FilesystemCommand, FilesystemEvent>(
            FilesystemState.Initial, FilesystemDecider.Decide, FilesystemEvolver.Evolve, (e, meta) => e with { Meta = meta })
            .Given(history);

    public static Scenario<MachineState, MachineCommand, MachineEvent> OfMachine(params MachineEvent[] history) =>
        new Scenario<MachineState, MachineCommand, MachineEvent>(
            MachineState.Initial, MachineDecider.Decide, MachineDecider.Evolve, (e, meta) => e with { Meta = meta })
            .Given(history);
}
