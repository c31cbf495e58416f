namespace LustreSupervisor.Supervisor.Fencing;

/// <summary>What a controller says of its machine.</summary>
/// <param name="Uuid">The machine (property <c>UUID</c>).</param>
/// <param name="PowerState"><c>On</c>, <c>Off</c>, <c>PoweringOn</c>, <c>PoweringOff</c>, <c>Paused</c>; empty when it does not say.</param>
/// <param name="ResetTarget">Where resets are posted to.</param>
internal sealed record RedfishSystem(string Uuid, string PowerState, Uri ResetTarget);
