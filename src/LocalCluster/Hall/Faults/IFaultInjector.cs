namespace LustreSupervisor.LocalCluster.Hall.Faults;

/// <summary>Breaks things in a laptop cluster on purpose, and heals them again.</summary>
public interface IFaultInjector
{
    /// <summary>Carries an order out and returns when it has happened.</summary>
    /// <param name="order">What to break, or to heal.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="State.StateException">The order makes no sense here; the message says what there is.</exception>
    Task<FaultOutcome> InjectAsync(FaultOrder order, CancellationToken cancellationToken);

    /// <summary>What is broken at this moment.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<ActiveFault>> ActiveFaultsAsync(CancellationToken cancellationToken);
}

/// <summary>An order to break something, or to heal it.</summary>
/// <param name="Kind">Name of the kind, as in <see cref="FaultCatalog"/>: <c>kill-server</c>.</param>
/// <param name="Subject">Target (name, <c>namespace/name</c> or label) or node; empty where the kind takes none.</param>
/// <param name="Peer">The other node of a lost network, or the NID of a client (<c>127.0.9.1@tcp</c>); else empty.</param>
/// <param name="Seconds">How long it lasts, or how much slower; 0 for the kind's default.</param>
/// <param name="Clear">True to heal instead of to break.</param>
public sealed record FaultOrder(string Kind, string Subject = "", string Peer = "", double Seconds = 0, bool Clear = false);

/// <summary>What came of an order.</summary>
/// <param name="Kind">Name of the kind.</param>
/// <param name="Subject">What it was done to, by its full name.</param>
/// <param name="Nodes">Nodes that it was done on.</param>
/// <param name="Text">What happened, one line for a person.</param>
public sealed record FaultOutcome(string Kind, string Subject, IReadOnlyList<string> Nodes, string Text);

/// <summary>A fault that is there at this moment.</summary>
/// <param name="Kind">Name of the kind.</param>
/// <param name="Subject">What it was done to.</param>
/// <param name="Nodes">Nodes that show it.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">When it heals by itself; null when it does not.</param>
public sealed record ActiveFault(string Kind, string Subject, IReadOnlyList<string> Nodes, DateTimeOffset Since, DateTimeOffset? Until);
