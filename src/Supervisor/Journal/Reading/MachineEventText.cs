using LustreSupervisor.Topology.Machines;

namespace LustreSupervisor.Supervisor.Journal.Reading;

/// <summary>Decisions about machines in words.</summary>
internal static class MachineEventText
{
    public static string What(MachineEvent e) => e switch
    {
        MachineResumed => "taken over by this member",
        BootSeen x => $"boot {x.BootId} seen on {x.Node}" + (x.BmcAddress is { } address ? $", controller {address}" : ""),
        FenceRequested x => $"boot {x.BootId} to be fenced by {string.Join(" or ", x.Agents)}, permitted by {x.PermittedBy}",
        FenceAttemptFailed x => $"fence of boot {x.BootId} not confirmed: {x.Reason}; again at {EventText.Time(x.NotBefore)}",
        FenceWithdrawn x => $"fence of boot {x.BootId} withdrawn: {x.Reason}",
        FenceConfirmed x => $"fence of boot {x.BootId} confirmed by {x.Agent}: {x.Evidence}",
        _ => throw new InvalidOperationException($"{e.GetType().Name} has no words."),
    };
}
