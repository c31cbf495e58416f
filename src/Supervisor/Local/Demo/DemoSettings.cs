namespace LustreSupervisor.Supervisor.Local.Demo;

/// <summary>What a person wants of the demo.</summary>
/// <param name="StateDirectory">Where the cluster lives; null for a fresh temporary directory.</param>
/// <param name="Report">File for the report; null for none.</param>
/// <param name="Keep">Leave the cluster running.</param>
internal sealed record DemoSettings(string? StateDirectory, string? Report, bool Keep);
