namespace LustreSupervisor.LocalCluster.Tests.Api;

/// <summary>Awaits a condition with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static async Task HoldsAsync(Func<Task<bool>> condition, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        using var looks = new PeriodicTimer(Pause);
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TestCluster.Patience, $"did not happen in time: {what}");
            await looks.WaitForNextTickAsync(TestCluster.Ct);
        }
    }

    public static Task IsGoneAsync(TestCluster cluster, string path) =>
        HoldsAsync(async () => (await cluster.SendAsync("GET", path)).Code == 404, $"{path} gone");
}
