using LustreSupervisor.Simulation.Api;
using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Machines;

namespace LustreSupervisor.Simulation.Supervisors;

/// <summary>One member of the supervisor cluster: a process with its watches and the entities that it owns, or believes to own.</summary>
internal sealed class Member
{
    private static readonly TimeSpan RestartAfter = TimeSpan.FromSeconds(8);
    private readonly World _world;
    private readonly SortedDictionary<string, IEntity> _entities = new(StringComparer.Ordinal);

    internal Member(World world, string name)
    {
        (_world, Name) = (world, name);
        Host = new Host(name);
        Picture = new ClusterPicture(world, this);
        Watcher = new Watcher(world, Host, Picture);
    }

    internal string Name { get; }

    internal Host Host { get; private set; }

    internal ClusterPicture Picture { get; private set; }

    internal Watcher Watcher { get; private set; }

    /// <summary>It believes that it is alone and owns everything.</summary>
    internal bool IsSplit { get; set; }

    internal bool IsAlive => !Host.Dead;

    internal IEnumerable<FilesystemState> LiveFilesystems(string butNot) =>
        _entities.Values.OfType<FilesystemEntity>().Where(f => f.Id != butNot && !f.Host.Dead).Select(f => f.State);

    internal void Start()
    {
        if (Host.Dead)
        {
            Host = new Host(Name);
            Picture = new ClusterPicture(_world, this);
            Watcher = new Watcher(_world, Host, Picture);
        }

        _entities.Clear();
        IsSplit = false;
        _world.Api.Watchers.Add(Watcher);
        Watcher.List(_world.Delays.Seconds(0.05, 1));
        _world.Trace.Add(Name, "starts");
    }

    /// <summary>It learns that the other member is gone.</summary>
    internal void MembersChanged() => Host.Run(() =>
    {
        foreach (var entity in _entities.Values.ToArray())
            entity.Reassert();
    });

    internal void Kill()
    {
        _world.Trace.Add(Name, "dies");
        Host.Kill();
        _world.Api.Watchers.Remove(Watcher);
    }

    /// <summary>Sends to an entity, wherever it lives, as this member believes. It may be lost.</summary>
    internal void Tell<TEntity>(string id, Action<TEntity> message)
        where TEntity : class, IEntity
    {
        var owner = IsSplit ? this : _world.OwnerOf(id);
        if (owner != this && _world.LosesMessages && _world.Delays.Chance(0.4))
            return;
        _world.Agenda.After(TimeSpan.FromMilliseconds(owner == this ? 1 : 8), owner.Host, () => message((TEntity)owner.Entity(id)));
    }

    /// <summary>Tells a machine of a boot. Nobody repeats that: it may be lost for ever.</summary>
    internal void TellBoot(string systemUuid, ObserveBoot boot)
    {
        if (_world.BootsUnheard.GetValueOrDefault(systemUuid) <= _world.Agenda.Now)
            Tell<MachineEntity>(EntityIds.Machine(systemUuid), m => m.Observe(boot));
    }

    /// <summary>Starts an entity that this member now owns.</summary>
    internal void Own(string id) => Host.Run(() => Entity(id));

    /// <summary>Hands all entities over: what lives here ends.</summary>
    internal void Release(Func<string, bool> which)
    {
        foreach (var (id, entity) in _entities.Where(e => which(e.Key)).ToArray())
        {
            entity.Host.Kill();
            _entities.Remove(id);
        }
    }

    /// <summary>An entity stopped because the journal refused it. It is started again later, if it is still believed to be here.</summary>
    internal void Stopped(IEntity entity, string why)
    {
        if (_world.Trace.On)
            _world.Trace.Add(Name, $"{entity.Id} stops: {why}");
        entity.Host.Kill();
        if (_entities.GetValueOrDefault(entity.Id) == entity)
            _entities.Remove(entity.Id);
        _world.Agenda.After(RestartAfter, Host, () =>
        {
            if (IsSplit || _world.OwnerOf(entity.Id) == this)
                Entity(entity.Id);
        });
    }

    private IEntity Entity(string id)
    {
        if (_entities.TryGetValue(id, out var found))
            return found;
        var entity = Create(id);
        _entities[id] = entity;
        entity.Recover();
        return entity;
    }

    private IEntity Create(string id)
    {
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        var key = id[(slash + 1)..];
        return id[..slash] switch
        {
            "server" => new ServerEntity(_world, this, key),
            "filesystem" => new FilesystemEntity(_world, this, key),
            _ => new MachineEntity(_world, this, key),
        };
    }
}
