using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.Simulation.Machines;

namespace LustreSupervisor.Simulation.Invariants;

/// <summary>mkfs never runs on a device that holds anything, or that ever held a target; and a target has one device for ever.</summary>
internal sealed class NeverFormatTwice : Invariant
{
    internal override void FormatBegins(Machine machine, Device device, ToolCaller? what)
    {
        var target = World.TargetOfPod(what?.PodUid ?? "") ?? "?";
        if (device.HoldsForeignData)
            Violated($"{device.Id} held somebody's data and is formatted as {target}");
        if (device.FormattedAs is { } before)
            Violated($"{device.Id} was formatted as {before} and is formatted again, as {target}");
        if (World.Plan.Devices.FirstOrDefault(d => d != device && d.FormattedAs == target) is { } other)
            Violated($"{target} lies on {other.Id} and is made again on {device.Id}");
        device.FormattedAs ??= target;
    }
}
