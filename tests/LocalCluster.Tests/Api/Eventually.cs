namespace LustreSupervisor.LocalCluster.Tests.Api;

/// <summary>Awaits a condition with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static async Task HoldsAsync(Func<Task<bool>> condition, string what)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < TestCluster.Patience, $"did not happen in time: {what}");
            await Task.Delay(Pause, TestCluster.Ct);
        }
    }

    public static Task IsGoneAsync(TestCluster cluster, string path) =>
        HoldsAsync(async () => (await cluster.SendAsync("GET", path)).Code == 404, $"{path} gone");
}
