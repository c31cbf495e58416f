using System.Diagnostics;

namespace LustreSupervisor.Agent.Tests.Rigs;

/// <summary>Waits for conditions. Generous: the deadline only bounds a failing test.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Within, $"never happened: {what}");
            await timer.WaitForNextTickAsync();
        }
    }
}
