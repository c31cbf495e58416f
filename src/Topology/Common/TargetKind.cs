namespace LustreSupervisor.Topology.Common;

/// <summary>The three roles of a Lustre target (Lustre manual, "Understanding Lustre Architecture").</summary>
public enum TargetKind
{
    /// <summary>Management target: configuration of every file system that names it. One running per kernel at most.</summary>
    Mgt,

    /// <summary>Metadata target: the name space. Index 0 holds the root.</summary>
    Mdt,

    /// <summary>Object storage target: the data of files.</summary>
    Ost,
}
