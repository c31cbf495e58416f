namespace LustreSupervisor.LocalCluster.Tests.Hall;

/// <summary>Waits for a condition with a deadline; how long it took is nobody's business.</summary>
internal static class Wait
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var pause = new PeriodicTimer(Pause);
        var started = TimeProvider.System.GetTimestamp();
        using var looks = new PeriodicTimer(Pause);
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, "what was waited for did not happen");
            await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
