using System.Collections.Immutable;
using Akka.Actor;
using LustreSupervisor.Actors.Filesystems;
using LustreSupervisor.Actors.Shell;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Machines;

namespace LustreSupervisor.Actors.Machines;

/// <summary>Who wants the machine fenced, and what its other file systems say to it. Lives inside one machine's actor.</summary>
/// <param name="services">This member's services.</param>
internal sealed class FencePermits(ActorServices services)
{
    private readonly Dictionary<string, long> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string? Objection, long At)> _answers = new(StringComparer.Ordinal);

    /// <summary>Notes that the fence of this boot is still wanted.</summary>
    internal void Note(FenceAsked asked) => _asked[asked.Order.BootId] = services.Time.GetTimestamp();

    /// <summary>Notes what another file system says.</summary>
    internal void Note(NeighbourAnswer answer) => _answers[answer.FilesystemId] = (answer.Objection, services.Time.GetTimestamp());

    /// <summary>True while somebody has asked for the fence of this boot lately.</summary>
    internal bool IsWanted(string bootId) => _asked.TryGetValue(bootId, out var at) && IsFresh(at);

    /// <summary>The order with what the machine's other file systems have against it; those that have not answered lately are asked.</summary>
    internal FenceMachine WithObjections(FenceAsked asked, string node, IActorRef self)
    {
        var objections = ImmutableArray.CreateBuilder<string>();
        foreach (var neighbour in Neighbours(asked.FilesystemId, node))
        {
            if (!_answers.TryGetValue(neighbour, out var answer) || !IsFresh(answer.At))
                objections.Add($"{neighbour} has servers on {node} and has not answered yet");
            else if (answer.Objection is { } objection)
                objections.Add($"{objection}, and has servers on {node}");
            services.Regions.TellFilesystem(neighbour, new AskNeighbour(neighbour), self);
        }
        return asked.Order with { Objections = objections.ToImmutable() };
    }

    private IEnumerable<string> Neighbours(string asking, string node) => services.View.Pods.Values
        .Where(p => p.Node == node && p.Phase != PodPhase.Ended)
        .Select(p => TargetId.FilesystemIdOf(p.Key))
        .OfType<string>()
        .Where(f => f != asking)
        .Distinct(StringComparer.Ordinal);

    private bool IsFresh(long at) => services.Time.GetElapsedTime(at) < MachineDecider.PermitLives;
}
