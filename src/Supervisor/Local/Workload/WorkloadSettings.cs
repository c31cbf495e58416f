namespace LustreSupervisor.Supervisor.Local.Workload;

/// <summary>What a person wants of a workload.</summary>
/// <param name="StateDirectory">Where a cluster runs, or is to be started; null for a fresh temporary directory.</param>
/// <param name="Seconds">How long clients write.</param>
/// <param name="Clients">How many client processes.</param>
/// <param name="StripeCount">Stripes of each file; 0 for one to all OSTs by chance.</param>
/// <param name="Faults">Faults to draw from; empty for none.</param>
/// <param name="Seed">Seed of the content and of the faults.</param>
/// <param name="Restart">True to cut the power of all nodes before the verification.</param>
/// <param name="Report">File for the result; null for none.</param>
internal sealed record WorkloadSettings(
    string? StateDirectory, int Seconds, int Clients, int StripeCount, IReadOnlyList<WorkloadFault> Faults, int Seed, bool Restart, string? Report);
