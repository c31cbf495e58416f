using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Hall.Control;

namespace LustreSupervisor.Supervisor.Local.Demo.Steps;

/// <summary>A node crashes; its servers move, but only after its death is proved and journaled.</summary>
/// <param name="label">Label of a server whose node crashes.</param>
internal sealed class KillNodeStep(string label) : IDemoStep
{
    private const string Fenced = "NodeFenced";

    /// <inheritdoc/>
    public string Name => "kill-node";

    /// <inheritdoc/>
    public string Purpose => $"the node of {label} crashes; its machine is powered off before its servers start elsewhere";

    /// <inheritdoc/>
    public async Task<string> RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var before = await stage.LookAsync(cancellationToken);
        Claims.AllServeAlone(before);
        var node = before.Server(label).Node;
        var victims = before.Servers.Where(server => server.Node == node).ToList();
        var proofsBefore = (await stage.Journal.ProofsAsync(cancellationToken)).Count;
        await stage.Hall.KillAsync(new KillOrder(HallRole.Node, node), cancellationToken);
        var (after, seconds) = await stage.UntilAsync(
            $"the move of {string.Join(", ", victims.Select(victim => victim.Label))} away from {node}",
            now => victims.TrueForAll(victim => now.Server(victim.Label).ServesAnewSince(victim)),
            cancellationToken);
        Claims.AllServeAlone(after);
        foreach (var victim in victims)
        {
            var moved = after.Server(victim.Label);
            Claims.OneLifeLater(victim, moved);
            Claims.Require(moved.Node != node, $"{moved.Label} serves on {node}, which crashed");
        }

        Claims.OthersUntouched(before, after, victims.Select(victim => victim.Label));
        var machine = after.Status.Machines.Single(found => found.Name == node);
        Claims.Require(machine.Power == PowerState.Off, $"the machine of {node} was not powered off");
        var proofs = (await stage.Journal.ProofsAsync(cancellationToken)).Skip(proofsBefore).ToList();
        foreach (var victim in victims)
        {
            Claims.Require(
                proofs.Exists(proof => proof.Label == victim.Label && proof.Number == victim.Incarnation && proof.Kind == Fenced),
                $"the journal holds no proof {Fenced} for incarnation {victim.Incarnation} of {victim.Label}");
        }

        return $"{string.Join(", ", victims.Select(victim => $"{victim.Label} to {after.Server(victim.Label).Node}"))} after {seconds:0.0} s, "
            + $"with {victims.Count} proofs {Fenced} in the journal; {node} is powered off; the others untouched";
    }
}
