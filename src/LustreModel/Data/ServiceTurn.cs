using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Data;

/// <summary>One input being worked on: the target as it is so far, and the replies so far.</summary>
internal sealed class ServiceTurn(TargetService service, DateTimeOffset now)
{
    private readonly List<Delivery> _deliveries = [];
    private bool _needsCommit;

    public TargetService Service { get; set; } = service;

    public DateTimeOffset Now => now;

    public Export? Export(string client) => Service.Exports.GetValueOrDefault(client);

    public void Set(string client, Export export) =>
        Service = Service with { Exports = Service.Exports.SetItem(client, export) };

    public void Record(Change change)
    {
        Service = Service.Record(change);
        _needsCommit |= change is not Applied;
    }

    public void Reply(string client, long xid, int result = 0, long transno = 0, bool afterCommit = false) =>
        Deliver(client, new Reply(xid, result, transno, Service.LastCommitted), afterCommit);

    public void Deliver(string client, Reply reply, bool afterCommit = false) =>
        _deliveries.Add(new Delivery(client, reply, afterCommit));

    /// <summary>Drops a client that did not make it; what it has under way here is answered so that it knows.</summary>
    public void Evict(string client)
    {
        if (Service.Queue.GetValueOrDefault(client) is { } queued)
            Reply(client, queued.Xid, Errno.NotConnected);
        if (Export(client) is { WaitingXid: not 0 } waiting)
            Reply(client, waiting.WaitingXid, Errno.NotConnected);
        Record(new ClientRemoved(client));
        Service = Service with { Evictions = Service.Evictions + 1 };
    }

    public ServiceStep End()
    {
        if (Service.Recovery is Recovering recovering)
            Service = Service with { Recovery = Counted(recovering) };
        return new ServiceStep(Service, [.. _deliveries]) { NeedsCommit = _needsCommit };
    }

    private Recovering Counted(Recovering recovering)
    {
        var exports = Service.Exports.Values;
        var (back, finished) = (exports.Count(e => e.Back), exports.Count(e => e.Finished));
        return recovering with
        {
            Connected = back,
            Completed = finished,
            Replaying = back - finished,
            Evicted = (int)Service.Evictions,
            Queued = Service.Queue.Count,
            NextTransno = Service.LastTransno + 1,
        };
    }
}
