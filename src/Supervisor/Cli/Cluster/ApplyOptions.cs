namespace LustreSupervisor.Supervisor.Cli.Cluster;

/// <summary>How an object is applied.</summary>
/// <param name="DryRun">The server validates and answers as if, and stores nothing.</param>
/// <param name="ForceConflicts">Fields that another manager owns are taken over instead of refused.</param>
internal sealed record ApplyOptions(bool DryRun, bool ForceConflicts);
