namespace LustreSupervisor.Supervisor.Local.Workload;

/// <summary>A workload cannot go on: something that must happen did not.</summary>
/// <param name="message">What was waited for, and what was seen.</param>
internal sealed class WorkloadException(string message) : Exception(message);
