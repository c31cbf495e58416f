using System.Collections.Immutable;
using LustreSupervisor.Agent.Hosting;
using LustreSupervisor.Agent.Kubernetes;
using LustreSupervisor.Topology.Agents.Grants;

namespace LustreSupervisor.Agent.Node;

/// <summary>What is to be told to the API server.</summary>
/// <param name="Document">The status.</param>
/// <param name="Sets">The sets in it.</param>
internal sealed record Telling(SelfFenceDocument Document, ImmutableArray<GrantSet> Sets);

/// <summary>A peer to be asked for time.</summary>
/// <param name="Node">Its node.</param>
/// <param name="Endpoint">Where to dial it.</param>
/// <param name="Seconds">How much to ask for.</param>
/// <param name="Every">Between two questions.</param>
internal sealed record Peer(string Node, string Endpoint, int Seconds, TimeSpan Every);

/// <summary>Everything that a node agent holds about self-fencing, behind one lock: what is obeyed, what is granted, whether it is armed.</summary>
internal sealed class SelfFenceKeeper
{
    private readonly Lock _gate = new();
    private readonly GrantFile _file;
    private readonly string _bootId;
    private ImmutableArray<GrantSet> _proposed = [];
    private SetBook _book = SetBook.Empty;
    private ImmutableDictionary<string, string> _endpoints = ImmutableDictionary<string, string>.Empty;
    private GrantHolder _holder;
    private bool _armed;
    private long _revision;

    /// <summary>Takes up what an earlier life of the agent left on disk.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public SelfFenceKeeper(string node, GrantFile file, KernelReader kernel)
    {
        (_file, _bootId, _holder) = (file, kernel.Read().BootId, new GrantHolder(node));
        if (file.Read() is not { } record)
            return;

        var proposed = new SelfFenceDocument { Sets = record.Proposed };
        (_proposed, _endpoints, _revision) = (GrantSettings.Sets(proposed), GrantSettings.Endpoints(proposed), record.Revision);

        // What was obeyed and claimed in another boot is about that one.
        if (record.BootId != _bootId)
            return;
        _book = SetBook.Empty.Want(GrantSettings.Sets(new SelfFenceDocument { Sets = record.Obeyed })) with
        {
            Claimed = GrantSettings.Sets(new SelfFenceDocument { Sets = record.Claimed }),
        };
        _armed = record.Armed;
    }

    /// <summary>Sets that are obeyed.</summary>
    public ImmutableArray<GrantSet> InForce
    {
        get
        {
            lock (_gate)
                return _book.InForce;
        }
    }

    /// <summary>True while the API server does not say what is in force.</summary>
    public bool IsChanging
    {
        get
        {
            lock (_gate)
                return !_book.IsSettled || !_book.Wanted.SequenceEqual(_proposed);
        }
    }

    /// <summary>Peers to be asked for time.</summary>
    public ImmutableArray<Peer> Peers
    {
        get
        {
            lock (_gate)
            {
                var sets = _book.InForce.Union(_proposed).ToList();
                return
                [
                    .. sets.SelectMany(s => s.Nodes).Distinct(StringComparer.Ordinal)
                        .Where(n => n != _holder.Node && _endpoints.ContainsKey(n))
                        .Select(n => sets.Where(s => s.Nodes.Contains(n)).Select(s => s.GrantSeconds).ToList() is var seconds
                            ? new Peer(n, _endpoints[n], seconds.Max(), GrantTimes.AskEvery(seconds.Min())) : null!),
                ];
            }
        }
    }

    /// <summary>The supervisor wants this; null when it wants nothing.</summary>
    public void Want(SelfFenceDocument? wanted)
    {
        lock (_gate)
        {
            var sets = GrantSettings.Sets(wanted);
            var endpoints = GrantSettings.Endpoints(wanted);
            if (sets.SequenceEqual(_proposed) && endpoints.All(e => _endpoints.GetValueOrDefault(e.Key) == e.Value))
                return;

            // A peer that is obeyed for a while longer is dialled where it was.
            (_proposed, _endpoints) = (sets, _endpoints.SetItems(endpoints));
            Save();
        }
    }

    /// <summary>
    /// Obeys what is wanted once a majority of it grants time: a set whose nodes cannot be reached must not cost a healthy node its life.
    /// </summary>
    public void Adopt(TimeSpan now)
    {
        lock (_gate)
        {
            if (_book.Wanted.SequenceEqual(_proposed) || !_holder.MayFeed(_proposed, now))
                return;
            _book = _book.Want(_proposed);
            Save();
        }
    }

    /// <summary>Sets that are wanted and not obeyed yet.</summary>
    public ImmutableArray<GrantSet> Proposed
    {
        get
        {
            lock (_gate)
                return [.. _proposed.Except(_book.InForce)];
        }
    }

    /// <summary>What is to be told, given what stands there; null when that is right already. To be called before it is sent.</summary>
    public Telling? BeginTelling(SelfFenceDocument? standing)
    {
        lock (_gate)
        {
            var armed = _armed && !_book.Wanted.IsEmpty;
            var isRight = standing is null
                ? _book.Wanted.IsEmpty && _book.IsSettled
                : standing.BootId == _bootId && standing.Armed == armed && _book.IsSettled && new SetBook { Wanted = GrantSettings.Sets(standing) }.Wanted.SequenceEqual(_book.Wanted);
            if (isRight)
                return null;
            _book = _book.Telling();
            _revision++;
            Save();
            var sets = _book.Wanted;
            return new Telling(
                new SelfFenceDocument { BootId = _bootId, Armed = armed, Revision = _revision, Sets = GrantSettings.Documents(sets) }, sets);
        }
    }

    /// <summary>The API server has heard it, and every earlier message is void.</summary>
    public void Told(Telling told)
    {
        lock (_gate)
        {
            _book = _book.Told(told.Sets);
            Save();
        }
    }

    /// <summary>A peer gave time.</summary>
    public void Granted(string peer, TimeSpan askedAt, int seconds)
    {
        lock (_gate)
            _holder = _holder.Granted(peer, askedAt, seconds);
    }

    /// <summary>Whether the watchdog may be fed now.</summary>
    public bool MayFeed(TimeSpan now)
    {
        lock (_gate)
            return _book.InForce is { IsEmpty: false } sets && _holder.MayFeed(sets, now);
    }

    /// <summary>Which nodes of the sets in force do not grant time now.</summary>
    public ImmutableArray<string> Silent(TimeSpan now)
    {
        lock (_gate)
            return _holder.Silent([.. _book.InForce.Union(_proposed)], now);
    }

    /// <summary>The watchdog was armed, or disarmed when nothing is in force any more.</summary>
    public void SetArmed(bool armed)
    {
        lock (_gate)
        {
            if (_armed == armed)
                return;
            _armed = armed;
            Save();
        }
    }

    private void Save() => _file.Write(new GrantRecord
    {
        BootId = _bootId,
        Armed = _armed,
        Revision = _revision,
        Proposed = GrantSettings.Documents(_proposed, _endpoints),
        Obeyed = GrantSettings.Documents(_book.Wanted),
        Claimed = GrantSettings.Documents(_book.Claimed),
    });
}
