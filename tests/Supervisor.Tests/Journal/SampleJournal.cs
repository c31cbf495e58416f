namespace LustreSupervisor.Supervisor.Tests.Journal;

/// <summary>A journal that Akka wrote once, copied for each test that needs one.</summary>
public sealed class SampleJournal : IAsyncLifetime
{
    private readonly TemporaryJournal written = new();

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        using var file = written.Open();
        await using var member = await RunningMember.StartAsync(file.DataOptions);
        foreach (var (id, events) in SampleLives.All)
            await WrittenEvents.PersistAsync(member.System, id, events);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        written.Dispose();
        return ValueTask.CompletedTask;
    }

    internal TemporaryJournal Copy()
    {
        var copy = new TemporaryJournal();
        File.Copy(written.Path, copy.Path);
        return copy;
    }
}
