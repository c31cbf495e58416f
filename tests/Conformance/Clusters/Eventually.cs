namespace LustreSupervisor.Conformance.Clusters;

/// <summary>Awaits what is to happen, with a deadline.</summary>
internal static class Eventually
{
    /// <summary>A real cluster pulls images and runs other people's pods.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Awaits a condition.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, Func<string> what)
    {
        var start = TimeProvider.System.GetTimestamp();
        using var looks = new PeriodicTimer(Pause);
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, $"did not happen: {what()}");
            await looks.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Awaits that an object is as wanted, and returns it; a failure shows how it was last.</summary>
    public static async Task<Answer> IsAsync(ApiClient api, string path, Func<Answer, bool> holds, string what)
    {
        Answer? last = null;
        await HoldsAsync(async () => holds(last = await api.GetAsync(path)), () => $"{path}: {what}; last seen: {last?.Text}");
        return last!;
    }
}
