using LustreSupervisor.LocalCluster.Hall.Faults;

namespace LustreSupervisor.Supervisor.Local.Workload;

/// <summary>Whom a fault of a workload hits.</summary>
internal enum WorkloadVictim
{
    /// <summary>Nobody in particular.</summary>
    None,

    /// <summary>Any server.</summary>
    Server,

    /// <summary>Three servers at once, or all where there are fewer.</summary>
    ThreeServers,

    /// <summary>The management server.</summary>
    Mgs,

    /// <summary>A node that holds servers.</summary>
    Node,

    /// <summary>Two nodes that hold servers.</summary>
    TwoNodes,

    /// <summary>A node that holds servers, and a client.</summary>
    NodeAndClient,

    /// <summary>The node of an OST, and a client that hears no other node from then on.</summary>
    OneClient,
}

/// <summary>A kind of fault as a workload uses it.</summary>
/// <param name="Kind">Kind in the hall's table.</param>
/// <param name="Weight">How often a random run draws it, relative to the others; 0 for a kind that it leaves out.</param>
/// <param name="Victim">Whom it hits.</param>
/// <param name="Reborn">True when the victims must come back in a new life.</param>
/// <param name="HealsAfter">When it is healed; null when that is not before the victims are back.</param>
internal sealed record WorkloadFault(FaultKind Kind, int Weight, WorkloadVictim Victim, bool Reborn, TimeSpan? HealsAfter = null)
{
    /// <summary>What the command line calls a random choice.</summary>
    public const string Random = "random";

    /// <summary>What the command line calls no fault at all.</summary>
    public const string None = "none";

    /// <summary>What the command line calls the demo's steps, each once in every round, in random order.</summary>
    public const string Demo = "demo";

    /// <summary>Three servers killed in one moment, as in the demo.</summary>
    public const string KillThree = "kill-three";

    /// <summary>One server killed each time it serves again, as in the demo.</summary>
    public const string CrashLoop = "crash-loop";

    /// <summary>A client that is away for longer than a restarted target waits: the one loss that Lustre itself provides for.</summary>
    public const string EvictClient = "evict-client";

    /// <summary>
    /// All that a run can break. <c>thaw-node</c> is the healing of another; <c>duplicate-index</c> and <c>half-format</c> meet new targets,
    /// which a workload does not make.
    /// </summary>
    public static IReadOnlyList<WorkloadFault> All { get; } =
    [
        new(FaultKind.KillServer, 6, WorkloadVictim.Server, Reborn: true),
        new(FaultKind.KillNode, 2, WorkloadVictim.Node, Reborn: true),
        new(FaultKind.KillSupervisor, 2, WorkloadVictim.None, Reborn: false),
        new(FaultKind.FreezeNode, 1, WorkloadVictim.Node, Reborn: true),
        new(FaultKind.FreezeNode, 1, WorkloadVictim.Node, Reborn: false, TimeSpan.FromSeconds(2)),
        new(FaultKind.MgsDown, 1, WorkloadVictim.Mgs, Reborn: true, TimeSpan.FromSeconds(5)),
        new(FaultKind.LostNetwork, 1, WorkloadVictim.TwoNodes, Reborn: false, TimeSpan.FromSeconds(3)),
        new(FaultKind.LostNetwork, 2, WorkloadVictim.NodeAndClient, Reborn: false, TimeSpan.FromSeconds(2)),
        new(FaultKind.SlowMount, 2, WorkloadVictim.Server, Reborn: true) { Seconds = 5, Then = FaultKind.KillServer },
        new(FaultKind.HungUmount, 1, WorkloadVictim.Server, Reborn: true, TimeSpan.FromSeconds(3)) { Then = FaultKind.KillServer },
        new(FaultKind.Lbug, 1, WorkloadVictim.Node, Reborn: true),
        new(FaultKind.DeviceError, 1, WorkloadVictim.Server, Reborn: true, TimeSpan.FromSeconds(2)),
        new(FaultKind.KillServer, 0, WorkloadVictim.ThreeServers, Reborn: true) { Name = KillThree },
        new(FaultKind.KillServer, 0, WorkloadVictim.Server, Reborn: true) { Name = CrashLoop, Times = 3 },
        new(FaultKind.LostNetwork, 0, WorkloadVictim.OneClient, Reborn: true) { Name = EvictClient },
    ];

    /// <summary>Its name on the command line and in reports: the hall's name, but for a kind of the workload's own.</summary>
    public string Name { get; init; } = FaultCatalog.Of(Kind).Name;

    /// <summary>Seconds of the order; 0 for the kind's default.</summary>
    public double Seconds { get; init; }

    /// <summary>Each kind comes once before any comes again.</summary>
    public bool InRounds { get; init; }

    /// <summary>How often the victims are hit, each time when they serve again.</summary>
    public int Times { get; init; } = 1;

    /// <summary>What happens right after it, so that it bites; null for nothing.</summary>
    public FaultKind? Then { get; init; }

    /// <summary>True when somebody has to heal it.</summary>
    public bool NeedsHealing => FaultCatalog.Of(Kind).Healing == FaultHealing.Clear;

    private const string DemoSteps = "kill-server,kill-three,crash-loop,kill-node,kill-supervisor";

    /// <summary>Reads what a person wants.</summary>
    /// <param name="text"><c>random</c>, <c>demo</c>, <c>none</c>, or names with commas between them.</param>
    /// <param name="problem">What is wrong and what there is, when the result is null.</param>
    /// <returns>The faults to draw from; null when there is no such fault.</returns>
    public static IReadOnlyList<WorkloadFault>? Parse(string text, out string? problem)
    {
        problem = null;
        if (text is Random or None)
            return text == None ? [] : [.. All.Where(fault => fault.Weight > 0)];
        var names = (text == Demo ? DemoSteps : text).Split(',', StringSplitOptions.TrimEntries);
        if (names.FirstOrDefault(name => All.All(fault => fault.Name != name)) is not { } unknown)
            return [.. All.Where(fault => names.Contains(fault.Name)).Select(fault => fault with { Weight = Math.Max(1, fault.Weight), InRounds = text == Demo })];
        problem = $"a workload has no fault '{unknown}'; there are {string.Join(", ", All.Select(fault => fault.Name).Distinct())}, or {Random}, or {Demo}, or {None}";
        return null;
    }
}
