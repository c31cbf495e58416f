using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Tests.Model;

/// <summary>
/// Reads a server's events and says what must never be in them. It keeps its own account of claims, formats and numbers, and shares no
/// code with the decisions.
/// </summary>
public sealed class Witness
{
    private readonly Dictionary<long, KernelId> _kernelOf = [];
    private (long Number, KernelId Kernel)? _claim;
    private bool _formatOpen;
    private bool _formatted;
    private bool _quarantined;
    private bool _paused;
    private bool _personAsked;
    private long _last;

    public List<string> Violations { get; } = [];

    /// <summary>Takes note of an event that followed from the command.</summary>
    public void See(ServerEvent e, ServerCommand command)
    {
        switch (e)
        {
            case ServerDeclared x:
                _paused = x.Spec.Paused;
                break;
            case ServerRespecified x:
                _paused = x.Spec.Paused;
                break;
            case IncarnationPlanned x:
                Planned(x, (Proceed)command);
                break;
            case IncarnationStarted x:
                Started(x);
                break;
            case FormatRequested x:
                Deny(_formatted, "a formatted target is formatted again");
                Deny(_formatOpen, "a format is ordered while an earlier one is unanswered");
                Deny(!_kernelOf.ContainsKey(x.Number), "a format is ordered before the kernel is journaled");
                _formatOpen = true;
                break;
            case TargetFormatted:
                (_formatOpen, _formatted) = (false, true);
                break;
            case TargetMounted or ServingStarted:
                Deny(_claim is null, "a target is mounted without a claim");
                break;
            case ProofAwaited x:
                _claim ??= (x.Number, x.Kernel);
                break;
            case DeathProved x:
                Proved(x.Proof);
                break;
            case ServerQuarantined:
                _quarantined = true;
                break;
            case FenceOrdered or OffStated:
                Deny(_claim is null, "a person's word about no kernel is taken");
                _personAsked = true;
                break;
            case ServerReleased:
                (_quarantined, _formatOpen) = (false, false);
                break;
        }

        if (NumberOf(e) is { } number)
            Deny(number != _last, $"{e.GetType().Name} of life {number} while {_last} is the current one");
    }

    /// <summary>Takes note of what is due after the command.</summary>
    public void See(IEnumerable<ServerEffect> due)
    {
        foreach (var effect in due)
        {
            Deny(_paused && effect is not RunIncarnation { Step: IncarnationStep.Watch }, $"{effect} is due while paused");
            Deny(_quarantined && !(effect is AskProof && _personAsked), $"{effect} is due in quarantine");
            Deny(effect is RunIncarnation { Step: IncarnationStep.Format } && !_formatOpen, "a format is due that was not journaled");
            Deny(effect is ClearPod { Pod.Proved: true } && _claim is not null, "a pod is removed by force while its kernel holds the claim");
        }
    }

    private void Planned(IncarnationPlanned e, Proceed command)
    {
        Deny(e.Id.Number <= _last, $"number {e.Id.Number} after {_last}");
        Deny(_quarantined, "a life is planned in quarantine");
        Deny(_paused, "a life is planned while paused");
        var kernel = command.Nodes.First(n => n.Name == e.Node).Kernel;
        Deny(_claim is { } claim && claim.Kernel != kernel, $"a life is planned on {kernel} while {_claim} is not proved dead");
        _last = e.Id.Number;
    }

    private void Started(IncarnationStarted e)
    {
        Deny(_claim is { } claim && claim.Kernel != e.Kernel, $"{e.Kernel} gets the claim while {_claim} is not proved dead");
        _claim = (e.Number, e.Kernel);
        _kernelOf[e.Number] = e.Kernel;
    }

    private void Proved(DeathProof proof)
    {
        Deny(_claim != (proof.Number, proof.Kernel), $"a proof for {proof.Number} on {proof.Kernel} ends {_claim}");
        _claim = null;
        _personAsked = false;
        _formatOpen &= proof.Kind == ProofKind.Unmounted;
    }

    private static long? NumberOf(ServerEvent e) => e switch
    {
        PodCreated x => x.Number,
        IncarnationStarted x => x.Number,
        FormatRequested x => x.Number,
        TargetFormatted x => x.Number,
        MountRequested x => x.Number,
        TargetMounted x => x.Number,
        ServingStarted x => x.Number,
        UnmountRequested x => x.Number,
        IncarnationFailed x => x.Number,
        _ => null,
    };

    private void Deny(bool broken, string what)
    {
        if (broken)
            Violations.Add(what);
    }
}
