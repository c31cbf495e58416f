using System.Collections.Immutable;
using Akka.Actor;
using LustreSupervisor.Actors.Filesystems;
using LustreSupervisor.Actors.Shell;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
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
    internal bool IsWanted(string bootId) =>
        PermitRule.Allows(_asked.TryGetValue(bootId, out var at) ? services.Time.GetElapsedTime(at) : null, Rules.All);

    /// <summary>The order with what the machine's other file systems have against it; those that have not answered lately are asked.</summary>
    internal FenceMachine WithObjections(FenceAsked asked, string systemUuid, IActorRef self)
    {
        var objections = ImmutableArray.CreateBuilder<string>();
        var objected = false;
        foreach (var neighbour in Neighbours(asked.FilesystemId))
        {
            if (!_answers.TryGetValue(neighbour, out var answer) || !IsFresh(answer.At))
                objections.Add($"{neighbour} has not answered yet whether its servers may lose the machine");
            else if (answer.Objection is { } objection)
            {
                objections.Add(objection);
                objected = true;
            }

            services.Regions.TellFilesystem(neighbour, new AskNeighbour(neighbour, systemUuid), self);
        }
        if (!services.View.NodesCurrent)
            objections.Add("the cluster has not been seen yet: who else has servers on the machine is not known");
        return asked.Order with { Objections = objections.ToImmutable(), IsObjected = objected };
    }

    /// <summary>
    /// Every file system that is declared, or has pods: whose servers are on the machine, only its own journal knows. The pods of a Node object
    /// that somebody deleted are gone while their processes run on.
    /// </summary>
    private IEnumerable<string> Neighbours(string asking) => services.View.Pods.Keys
        .Select(TargetId.FilesystemIdOf)
        .OfType<string>()
        .Concat(services.View.Filesystems.Keys)
        .Where(f => f != asking)
        .Distinct(StringComparer.Ordinal);

    private bool IsFresh(long at) => services.Time.GetElapsedTime(at) < MachineDecider.PermitLives;
}
