using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>The order of first starts: MGS, MDT0000, other MDTs, OSTs (Lustre manual, "Starting Lustre"; required until a target is registered).</summary>
public static class StartOrder
{
    /// <summary>Wave of a target; a wave starts when every earlier one has served once.</summary>
    public static int WaveOf(TargetId target) => (target.Kind, target.Index) switch
    {
        (TargetKind.Mgt, _) => 0,
        (TargetKind.Mdt, 0) => 1,
        (TargetKind.Mdt, _) => 2,
        _ => 3,
    };

    /// <summary>True when the server may start now: it has served before, or its turn has come.</summary>
    public static bool MayStart(FilesystemState state, ServerSpec server) =>
        state.FirstServed.Contains(server.Target.ObjectName)
        || state.Servers.All(s => WaveOf(s.Target) >= WaveOf(server.Target) || state.FirstServed.Contains(s.Target.ObjectName));
}
