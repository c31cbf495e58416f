namespace LustreSupervisor.Supervisor.Local.Demo;

/// <summary>A step of the demo does not hold.</summary>
/// <param name="message">What was expected and what was seen.</param>
internal sealed class DemoStepException(string message) : Exception(message);
