using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Data;

/// <summary>Clients come and go (<c>target_handle_connect</c>).</summary>
internal sealed class Connecting(ServiceTurn turn)
{
    public void Connect(string client, string nid, long xid)
    {
        var recovers = turn.Service.Recovers;
        if (turn.Export(client) is not { } export)
        {
            if (recovers)
                turn.Reply(client, xid, Errno.Busy);
            else
                Admit(client, nid, xid);
            return;
        }
        export = export with { Nid = nid, Back = true };
        if (!recovers)
        {
            turn.Set(client, export);
            Accept(client, xid, ConnectOutcome.Reconnected);
            return;
        }

        // It starts its replays from the beginning, so what a lost connection left in the queue comes again.
        turn.Set(client, export with { Finished = false, WaitingXid = 0 });
        turn.Service = turn.Service with { Queue = turn.Service.Queue.Remove(client) };
        new Replaying(turn).ClientIsBack();
        Accept(client, xid, ConnectOutcome.Recovering);
    }

    public void Disconnect(string client, long xid)
    {
        if (turn.Export(client) is not null)
            turn.Record(new ClientRemoved(client));
        turn.Reply(client, xid, afterCommit: true);
        new Replaying(turn).GoOn();
    }

    // The record is on disk before the client hears of it: then it is waited for after a crash, whatever it did since.
    private void Admit(string client, string nid, long xid)
    {
        turn.Record(new ClientAdded(client, nid, turn.Service.LastHandle + 1));
        turn.Set(client, turn.Export(client)! with { Back = true });
        Accept(client, xid, ConnectOutcome.New, afterCommit: true);
    }

    private void Accept(string client, long xid, ConnectOutcome outcome, bool afterCommit = false) =>
        turn.Deliver(
            client,
            new Reply(xid, 0, 0, turn.Service.LastCommitted) { Outcome = outcome, Handle = turn.Export(client)!.Handle },
            afterCommit);
}
