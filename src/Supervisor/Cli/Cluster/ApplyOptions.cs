using System.Text.Json.Nodes;

namespace LustreSupervisor.Supervisor.Cli.Cluster;

/// <summary>How an object is applied.</summary>
/// <param name="DryRun">The server validates and answers as if, and stores nothing.</param>
/// <param name="ForceConflicts">Fields that another manager owns are taken over instead of refused.</param>
internal sealed record ApplyOptions(bool DryRun, bool ForceConflicts);

/// <summary>What became of an apply.</summary>
/// <param name="Stored">The object as the server holds it; null when refused.</param>
/// <param name="Refusal">Why the server refuses; null when it does not.</param>
internal sealed record ApplyResult(JsonObject? Stored, string? Refusal);
