namespace LustreSupervisor.LocalCluster.Hall.Faults;

/// <summary>What can be made to go wrong in a laptop cluster; <see cref="FaultCatalog"/> describes each.</summary>
public enum FaultKind
{
    /// <summary>A server's process dies.</summary>
    KillServer,

    /// <summary>A node's kernel dies; its power stays on.</summary>
    KillNode,

    /// <summary>A node stands still with everything on it.</summary>
    FreezeNode,

    /// <summary>A frozen node goes on where it stood.</summary>
    ThawNode,

    /// <summary>Mounts of a target take longer.</summary>
    SlowMount,

    /// <summary>Unmounts of a target do not end.</summary>
    HungUmount,

    /// <summary>The management server dies and answers nobody for a while.</summary>
    MgsDown,

    /// <summary>A target's device fails with I/O errors.</summary>
    DeviceError,

    /// <summary>An assertion of Lustre fails in a node's kernel.</summary>
    Lbug,

    /// <summary>The index of a new target is taken already.</summary>
    DuplicateIndex,

    /// <summary>A free device bears the remains of a format that was cut off.</summary>
    HalfFormat,

    /// <summary>Two nodes, or a node and a client, do not hear each other over LNet.</summary>
    LostNetwork,

    /// <summary>The supervisor dies.</summary>
    KillSupervisor,
}
