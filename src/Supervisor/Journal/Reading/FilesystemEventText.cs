using LustreSupervisor.Topology.Filesystems;
using static System.FormattableString;

namespace LustreSupervisor.Supervisor.Journal.Reading;

/// <summary>Decisions about file systems in words.</summary>
internal static class FilesystemEventText
{
    public static string What(FilesystemEvent e) => e switch
    {
        FilesystemResumed => "taken over by this member",
        SpecAccepted x => Invariant($"generation {x.Generation} of {x.Spec.FsName} accepted: {x.Spec.Mdts.Count} MDTs, {x.Spec.Osts.Count} OSTs"),
        SpecRefused x => Invariant($"generation {x.Generation} refused: {x.Reason}"),
        LayoutPlanned x => Invariant($"generation {x.Generation} planned: ") + string.Join(", ", x.Servers.Select(s => s.Target.Label)),
        FilesystemHandsOffChanged { Reason: "" } => "hands-off lifted",
        FilesystemHandsOffChanged x => $"hands off: {x.Reason}",
        FilesystemOrderRefused x => $"{x.Order} of {x.Target} refused by {x.Code}: {x.Message}",
        ServerFirstServed x => $"{x.ObjectName} served for the first time",
        FencePermitted x => $"{x.Node} (machine {x.SystemUuid}, boot {x.BootId}) may be fenced for {x.ObjectName}",
        FenceUnneeded x => $"{x.ObjectName} no longer needs the fence of machine {x.SystemUuid}",
        FenceSettled x => $"{x.ObjectName} no longer waits for a fence of machine {x.SystemUuid}",
        _ => throw new InvalidOperationException($"{e.GetType().Name} has no words."),
    };
}
