using System.Collections.Immutable;
using LustreSupervisor.Agent.Reporting;
using LustreSupervisor.Agent.Tools;
using LustreSupervisor.Topology.Agents.Mounts;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Operations;

/// <summary>Does any node that may run the MGS answer on LNet?</summary>
internal sealed class MgsProbe(ILustre lustre, Notebook notes)
{
    private const string Origin = "mgs";

    /// <summary>NIDs that are asked at once: an MGS has a pair of nodes with a few networks each.</summary>
    private const int NidsMax = 16;

    /// <summary>
    /// Null when the target may be mounted: an MGS answers, or the target starts from its own copy of the configuration and needs none. In
    /// that case nobody waits for the answer; a report tells it.
    /// </summary>
    public async Task<Fault?> DemandAsync(WantedTarget target, TunefsOutput? onDevice, CancellationToken cancellationToken)
    {
        if (target.RegistersWith.IsEmpty)
            return null;
        if (onDevice is null || !MountErrors.MustRegister(onDevice.Flags))
        {
            _ = NoteAsync(target);
            return null;
        }

        // Without declared networks LNet may still be down, and it is the mount that brings it up.
        if (target.Networks.IsDefaultOrEmpty)
            return null;
        return await AnswersAsync(target.RegistersWith, cancellationToken) ? null : new Fault(FaultKind.MgsUnreachable, "MgsSilent",
            $"{target.Label} must register at its first start, and no NID of the MGS answers: {string.Join(':', target.RegistersWith)}");
    }

    private async Task NoteAsync(WantedTarget target)
    {
        var answers = await AnswersAsync(target.RegistersWith, CancellationToken.None);
        notes.Set(Origin, answers ? [] : [$"no NID of the MGS answers: {string.Join(':', target.RegistersWith)}"]);
    }

    /// <summary>Asks all at once; true when one answers.</summary>
    /// <param name="nodes">One entry a node, its NIDs joined by commas.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<bool> AnswersAsync(ImmutableArray<string> nodes, CancellationToken cancellationToken)
    {
        var nids = nodes.SelectMany(n => n.Split(',')).Distinct(StringComparer.Ordinal).Take(NidsMax);
        var answers = await Task.WhenAll(nids.Select(n => lustre.PingAsync(n, cancellationToken)));
        return answers.Any(a => a.Succeeded);
    }
}
