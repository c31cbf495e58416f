namespace LustreSupervisor.Supervisor.Fencing.Exec;

/// <summary>How a run of the script ended.</summary>
/// <param name="Exit">Exit code; null when it was killed at its deadline, or could not be started.</param>
/// <param name="Said">Last words of its outputs on one line, for people; may hold what it was told.</param>
internal sealed record ScriptRun(int? Exit, string Said);
