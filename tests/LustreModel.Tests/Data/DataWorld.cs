using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LustreModel.Tests.Data;

/// <summary>One OST with its disk, and clients whose connections lose nothing but at the cut: then all that was under way is lost.</summary>
internal sealed class DataWorld
{
    public const string Target = "demo-OST0000";
    private static readonly ServiceWindows Windows = ServiceWindows.Scaled(1);

    private readonly List<Batch> _disk = [];
    private readonly Dictionary<long, byte[]> _payloads = [];

    public DataWorld(params IEnumerable<string> clients)
    {
        Clients = clients.ToDictionary(name => name, name => new TestClient(name));
        Start();
    }

    public DateTimeOffset Now { get; private set; } = Scene.Start;

    public TargetService? Service { get; private set; }

    public IReadOnlyDictionary<string, TestClient> Clients { get; }

    public TestClient this[string name] => Clients[name];

    /// <summary>The target is mounted again, from what its disk holds.</summary>
    public void Start()
    {
        Service = TargetService.Open(Target, isMdt: false, Windows, _disk);
        Commit();
    }

    /// <summary>The kernel dies: memory and connections are gone.</summary>
    public void Crash()
    {
        Service = null;
        foreach (var client in Clients.Values)
            client.Cut();
    }

    public void Commit()
    {
        while (Service?.TakeBatch(1 << 20) is { Batch: { } batch } taken)
        {
            // Through its bytes, as on a device.
            var (read, _) = BatchCodec.Decode(BatchCodec.Encode(batch).Bytes);
            _disk.Add(read);
            foreach (var applied in read.Changes.OfType<Applied>())
                _payloads[applied.Transno] = ((WriteObject)applied.Operation).Payload.ToArray();
            Service = taken.Service.Committed(batch);
        }
    }

    public void Pass(TimeSpan time)
    {
        Now += time;
        if (Service is not null)
            Take(Service.Tick(Now));
    }

    public void Abort() => Take(Service!.Abort(Now));

    public void Connect(string client)
    {
        if (Service is not null && this[client].Import.Phase == ImportPhase.Disconnected)
            this[client].Follow(this[client].Import.Opened());
    }

    /// <summary>The client's oldest request arrives, and its replies arrive at whoever they are for.</summary>
    public bool Deliver(string client)
    {
        if (Service is null || !this[client].Outbox.TryDequeue(out var request))
            return false;
        Take(Service.Handle(client, $"{client}@tcp", MessageCodec.DecodeRequest(MessageCodec.Encode(request)), Now));
        return true;
    }

    /// <summary>Like <see cref="Deliver"/>, but the connection breaks before a reply arrives.</summary>
    public void DeliverAndCut(string client)
    {
        if (Service is null || !this[client].Outbox.TryDequeue(out var request))
            return;
        this[client].Cut();
        Take(Service.Handle(client, $"{client}@tcp", request, Now));
    }

    public void Settle()
    {
        while (Clients.Keys.Any(Deliver))
        {
            // Until nobody has anything to say.
        }
    }

    public void ConnectAll()
    {
        foreach (var client in Clients.Keys)
            Connect(client);
        Settle();
    }

    /// <summary>Content of the first byte of a slot; null when nothing was ever written there.</summary>
    public byte? Read(string client, int slot)
    {
        var plan = Service!.Objects.GetValueOrDefault(this[client].Fid)?.Read(slot, 1);
        if (plan is not { Length: 1, Extents: [var extent] })
            return null;
        var pending = Service.Uncommitted.OfType<Applied>().FirstOrDefault(a => a.Transno == extent.Transno);
        return pending is { Operation: WriteObject write } ? write.Payload.Span[extent.At] : _payloads[extent.Transno][extent.At];
    }

    /// <summary>How often a transaction of that request was carried out, on disk and in memory.</summary>
    public int TimesApplied(string client, long xid) =>
        _disk.SelectMany(b => b.Changes).Concat(Service!.Uncommitted).OfType<Applied>().Count(a => a.Client == client && a.Xid == xid);

    private void Take(ServiceStep step)
    {
        Service = step.Service;
        if (step.NeedsCommit)
            Commit();
        foreach (var delivery in step.Deliveries)
            Clients[delivery.Client].Receive(delivery.Reply);
    }
}

/// <summary>A client that writes one byte into each slot of its object.</summary>
internal sealed class TestClient(string name)
{
    public ClientImport Import { get; private set; } = new(DataWorld.Target);

    public Fid Fid { get; } = new(name[0], 1);

    public Queue<Request> Outbox { get; } = new();

    public Dictionary<int, byte> Acknowledged { get; } = [];

    public HashSet<int> Revoked { get; } = [];

    public Dictionary<long, (int Slot, byte Value)> Asked { get; } = [];

    public int Evictions { get; private set; }

    public List<int> Errors { get; } = [];

    public long Write(int slot, byte value)
    {
        var step = Import.Submit(new WriteObject(Fid, slot, new[] { value }));
        Asked[step.Import.LastXid] = (slot, value);
        Follow(step);
        return step.Import.LastXid;
    }

    public void Leave() => Follow(Import.Leave());

    /// <summary>The connection breaks; what was under way on it is lost.</summary>
    public void Cut()
    {
        Outbox.Clear();
        Import = Import.Lost();
    }

    public void Receive(Reply reply)
    {
        // Without a connection the reply never arrives.
        if (Import.Phase != ImportPhase.Disconnected)
            Follow(Import.Received(MessageCodec.DecodeReply(MessageCodec.Encode(reply))));
    }

    public void Follow(ImportStep step)
    {
        Import = step.Import;
        foreach (var request in step.Send)
            Outbox.Enqueue(request);
        if (step.HangUp)
            Outbox.Clear();
        Evictions += step.Evicted ? 1 : 0;
        foreach (var write in step.Revoked.OfType<WriteObject>())
            Revoked.Add((int)write.Offset);
        foreach (var answer in step.Answers)
        {
            if (answer.Result != 0)
                Errors.Add(answer.Result);
            else if (Asked.TryGetValue(answer.Xid, out var asked))
                (Acknowledged[asked.Slot], _) = (asked.Value, Revoked.Remove(asked.Slot));
        }
    }
}
