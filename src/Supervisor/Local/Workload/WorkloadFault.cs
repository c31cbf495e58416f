using LustreSupervisor.LocalCluster.Hall.Faults;

namespace LustreSupervisor.Supervisor.Local.Workload;

/// <summary>Whom a fault of a workload hits.</summary>
internal enum WorkloadVictim
{
    /// <summary>Nobody in particular.</summary>
    None,

    /// <summary>Any server.</summary>
    Server,

    /// <summary>The management server.</summary>
    Mgs,

    /// <summary>A node that holds servers.</summary>
    Node,

    /// <summary>Two nodes that hold servers.</summary>
    TwoNodes,
}

/// <summary>A kind of fault as a workload uses it.</summary>
/// <param name="Kind">Kind in the hall's table.</param>
/// <param name="Weight">How often it is drawn, relative to the others.</param>
/// <param name="Victim">Whom it hits.</param>
/// <param name="Reborn">True when the victims must come back in a new life.</param>
/// <param name="HealsAfter">When it is healed; null when that is not before the victims are back.</param>
internal sealed record WorkloadFault(FaultKind Kind, int Weight, WorkloadVictim Victim, bool Reborn, TimeSpan? HealsAfter = null)
{
    /// <summary>The faults that a random run draws from. Those that need a person to heal have no place here.</summary>
    public static IReadOnlyList<WorkloadFault> All { get; } =
    [
        new(FaultKind.KillServer, 6, WorkloadVictim.Server, Reborn: true),
        new(FaultKind.KillNode, 2, WorkloadVictim.Node, Reborn: true),
        new(FaultKind.KillSupervisor, 2, WorkloadVictim.None, Reborn: false),
        new(FaultKind.FreezeNode, 1, WorkloadVictim.Node, Reborn: true),
        new(FaultKind.FreezeNode, 1, WorkloadVictim.Node, Reborn: false, TimeSpan.FromSeconds(2)),
        new(FaultKind.MgsDown, 1, WorkloadVictim.Mgs, Reborn: true, TimeSpan.FromSeconds(5)),
        new(FaultKind.LostNetwork, 1, WorkloadVictim.TwoNodes, Reborn: false, TimeSpan.FromSeconds(3)),
    ];

    /// <summary>Its name in the hall's table and in reports.</summary>
    public string Name => FaultCatalog.Of(Kind).Name;
}
