namespace LustreSupervisor.Simulation.Engine;

/// <summary>
/// Where code runs: a machine, a process on it, an actor in a process. What a dead one had begun never goes on; what a frozen one was to
/// do is kept, and done in order when it thaws.
/// </summary>
internal sealed class Host(string name, Host? parent = null)
{
    private readonly Queue<Action> _parked = new();
    private readonly List<Host> _children = [];
    private bool _dead;
    private bool _frozen;

    /// <summary>Name, for traces.</summary>
    public string Name => name;

    /// <summary>It ended, or what it runs in did.</summary>
    public bool Dead => _dead || parent is { Dead: true };

    /// <summary>It stands still, or what it runs in does.</summary>
    public bool Frozen => _frozen || parent is { Frozen: true };

    /// <summary>A host inside this one.</summary>
    public Host Inside(string inner)
    {
        var child = new Host(inner, this);
        _children.RemoveAll(c => c._dead);
        _children.Add(child);
        return child;
    }

    /// <summary>Ends it.</summary>
    public void Kill() => _dead = true;

    /// <summary>Stops it where it is.</summary>
    public void Freeze() => _frozen = true;

    /// <summary>Lets it go on: what came due meanwhile happens now, innermost hosts last.</summary>
    public void Thaw()
    {
        _frozen = false;
        Release();
    }

    /// <summary>Runs an action here: now, on thaw, or never.</summary>
    public void Run(Action action)
    {
        if (Dead)
            return;
        if (Frozen)
            _parked.Enqueue(action);
        else
            action();
    }

    private void Release()
    {
        while (!Frozen && !Dead && _parked.TryDequeue(out var action))
            action();
        foreach (var child in _children.ToArray())
            child.Release();
    }
}
