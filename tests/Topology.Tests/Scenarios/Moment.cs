using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Tests.Scenarios;

/// <summary>Time in stories: seconds after one fixed zero.</summary>
public static class Moment
{
    public const long Epoch = 1;

    public static DateTimeOffset Zero { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static EventMeta NoMeta { get; } = new(Zero, "", "");

    public static DateTimeOffset At(double seconds) => Zero + TimeSpan.FromSeconds(seconds);

    public static EventMeta Meta(double seconds) => new(At(seconds), "", "");
}
