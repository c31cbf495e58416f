using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Data;

/// <summary>
/// Recovery: replays are carried out in the order of their numbers over all clients. A gap in the numbers waits until every
/// client has either queued its next replay or finished: then nobody can fill it (<c>check_for_next_transno</c>).
/// </summary>
internal sealed class Replaying(ServiceTurn turn)
{
    /// <summary>A known client has connected: the first starts the timer, every one extends it.</summary>
    public void ClientIsBack()
    {
        var service = turn.Service;
        if (service.Recovery is WaitingForClients waiting)
            turn.Service = service with { Recovery = new Recovering(turn.Now, 1, waiting.Known) { EndsAt = turn.Now + service.Windows.Soft } };
        Extend();
    }

    public void Replay(string client, Request request)
    {
        if (turn.Export(client) is not { Back: true } export || request.Operation is null)
        {
            turn.Reply(client, request.Xid, Errno.NotConnected);
            return;
        }
        if (request.Transno <= turn.Service.LastCommitted || export.Replies.ContainsKey(request.Xid))
        {
            turn.Reply(client, request.Xid, transno: request.Transno);
            return;
        }
        if (!turn.Service.Recovers)
        {
            turn.Reply(client, request.Xid, Errno.NotConnected);
            return;
        }
        turn.Service = turn.Service with { Queue = turn.Service.Queue.SetItem(client, request) };
        Extend();
        GoOn();
    }

    public void Done(string client, long xid)
    {
        if (turn.Export(client) is not { Back: true } export)
            turn.Reply(client, xid, Errno.NotConnected);
        else if (!turn.Service.Recovers)
            turn.Reply(client, xid);
        else
        {
            turn.Set(client, export with { Finished = true, WaitingXid = xid });
            GoOn();
        }
    }

    /// <summary>The soft window evicts whoever is missing, the hard one whoever has not finished.</summary>
    public void Expire()
    {
        if (turn.Service.Recovery is not Recovering recovering || turn.Now < recovering.EndsAt)
            return;
        var hardEnd = recovering.StartedAt + turn.Service.Windows.Hard;
        EvictWhere(export => turn.Now < hardEnd ? !export.Back : !export.Finished);
        turn.Service = turn.Service with { Recovery = recovering with { EndsAt = hardEnd } };
        GoOn();
    }

    public void Abort()
    {
        if (!turn.Service.Recovers)
            return;
        if (turn.Service.Recovery is WaitingForClients waiting)
            turn.Service = turn.Service with { Recovery = new Recovering(turn.Now, 0, waiting.Known) };
        EvictWhere(export => !export.Finished);
        GoOn();
    }

    /// <summary>Carries out what may be carried out now, and ends the recovery when nothing is left to wait for.</summary>
    public void GoOn()
    {
        while (turn.Service.Recovers && NextInTurn() is { } next)
            CarryOut(next.Client, next.Request);
        if (turn.Service.Recovery is Recovering recovering && turn.Service.Queue.IsEmpty
            && turn.Service.Exports.Values.All(e => e is { Back: true, Finished: true }))
            Complete(recovering);
    }

    private (string Client, Request Request)? NextInTurn()
    {
        var service = turn.Service;
        if (service.Queue.IsEmpty)
            return null;
        var (client, request) = service.Queue.MinBy(q => q.Value.Transno);
        var nobodyElse = service.Exports.Values.All(e => e.Back)
            && service.Exports.Values.Count(e => !e.Finished) == service.Queue.Count;
        return request.Transno == service.LastTransno + 1 || nobodyElse ? (client, request) : null;
    }

    private void CarryOut(string client, Request request)
    {
        turn.Service = turn.Service with { Queue = turn.Service.Queue.Remove(client) };
        var error = Operating.Refusal(turn.Service, request.Operation!);
        if (error == Errno.ReadOnly)
        {
            // Not the client's fault: it tries again, here or where the target is started next.
            turn.Reply(client, request.Xid, error);
            return;
        }
        if (error != 0)
        {
            // What it builds on was lost with somebody else: its history cannot be made true again (VBR would find the same).
            turn.Reply(client, request.Xid, Errno.NotConnected);
            turn.Evict(client);
            return;
        }
        turn.Record(new Applied(request.Transno, client, request.Xid, 0, request.Operation!));
        if (turn.Service.Recovery is Recovering recovering)
            turn.Service = turn.Service with { Recovery = recovering with { Replayed = recovering.Replayed + 1 } };
        turn.Reply(client, request.Xid, transno: request.Transno);
    }

    private void Complete(Recovering recovering)
    {
        var (completed, last) = (turn.Service.Exports.Count, turn.Service.LastTransno);
        turn.Record(new EpochBegun(turn.Service.NextEpoch));
        turn.Service = turn.Service with
        {
            Recovery = new Complete(recovering.StartedAt, turn.Now - recovering.StartedAt, completed, recovering.Known)
            {
                Replayed = recovering.Replayed, LastTransno = last,
            },
        };
        foreach (var (client, export) in turn.Service.Exports)
        {
            turn.Reply(client, export.WaitingXid, afterCommit: true);
            turn.Set(client, export with { WaitingXid = 0 });
        }
    }

    private void Extend()
    {
        if (turn.Service.Recovery is not Recovering recovering)
            return;
        var windows = turn.Service.Windows;
        var hardEnd = recovering.StartedAt + windows.Hard;
        var wanted = turn.Now + windows.Extension;
        var end = wanted > recovering.EndsAt ? wanted : recovering.EndsAt;
        turn.Service = turn.Service with { Recovery = recovering with { EndsAt = end < hardEnd ? end : hardEnd } };
    }

    private void EvictWhere(Func<Export, bool> missed)
    {
        foreach (var (client, export) in turn.Service.Exports)
        {
            if (missed(export))
                turn.Evict(client);
        }
    }
}
