using System.Collections.Concurrent;
using LustreSupervisor.Actors.Ports;

namespace LustreSupervisor.Actors.Tests.Fakes;

/// <summary>Keeps what people would see.</summary>
public sealed class FakeStatus : IStatusPublisher
{
    public ConcurrentDictionary<string, TargetView> Targets { get; } = [];

    public ConcurrentDictionary<string, FilesystemView> Filesystems { get; } = [];

    /// <summary>Every view of a target that was written, in order.</summary>
    public ConcurrentQueue<TargetView> History { get; } = [];

    public Func<Exception?> OnPublish { get; set; } = () => null;

    public Task PublishAsync(TargetView view, CancellationToken cancellationToken)
    {
        if (OnPublish() is { } error)
            return Task.FromException(error);
        History.Enqueue(view);
        Targets[view.Target.EntityId] = view;
        return Task.CompletedTask;
    }

    public Task PublishAsync(FilesystemView view, CancellationToken cancellationToken)
    {
        if (OnPublish() is { } error)
            return Task.FromException(error);
        Filesystems[$"{view.Namespace}~{view.Name}"] = view;
        return Task.CompletedTask;
    }
}
