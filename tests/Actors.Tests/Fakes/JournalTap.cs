using Akka.Persistence;
using Akka.Persistence.TestKit;

namespace LustreSupervisor.Actors.Tests.Fakes;

/// <summary>Stands before the in-memory journal: notes what is written, holds a write back, or fails it.</summary>
public sealed class JournalTap(Timeline timeline) : IJournalInterceptor
{
    private readonly Lock _gate = new();
    private Func<object, bool> _fails = _ => false;
    private Func<object, bool> _holds = _ => false;
    private TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Writes of these events fail, as when the database is down.</summary>
    public void FailOn(Func<object, bool> events)
    {
        lock (_gate)
            _fails = events;
    }

    /// <summary>Writes of these events wait until <see cref="Release"/>.</summary>
    public void HoldOn(Func<object, bool> events)
    {
        lock (_gate)
        {
            _holds = events;
            _release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            _holds = _ => false;
            _release.TrySetResult();
        }
    }

    public async Task InterceptAsync(IPersistentRepresentation message)
    {
        var name = message.Payload.GetType().Name;
        Task wait;
        lock (_gate)
            wait = _holds(message.Payload) ? _release.Task : Task.CompletedTask;
        if (!wait.IsCompleted)
            timeline.Add($"held {name} of {message.PersistenceId}");
        await wait;
        bool fails;
        lock (_gate)
            fails = _fails(message.Payload);
        if (fails)
        {
            timeline.Add($"refused {name} of {message.PersistenceId}");
            throw new TestJournalFailureException("the journal is down");
        }

        timeline.Add($"journal {name} of {message.PersistenceId}");
    }
}
