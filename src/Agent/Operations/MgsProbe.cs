using System.Collections.Immutable;
using LustreSupervisor.Agent.Tools;

namespace LustreSupervisor.Agent.Operations;

/// <summary>Does any node that may run the MGS answer on LNet?</summary>
internal sealed class MgsProbe(ILustre lustre)
{
    /// <summary>NIDs that are asked at once: an MGS has a pair of nodes with a few networks each.</summary>
    private const int NidsMax = 16;

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
