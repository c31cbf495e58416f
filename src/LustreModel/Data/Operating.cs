using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Data;

/// <summary>Operations of connected clients.</summary>
internal sealed class Operating(ServiceTurn turn)
{
    private const long ObjectBytesMax = 1L << 46;

    public void Operate(string client, Request request)
    {
        if (turn.Export(client) is not { Back: true } export || request.Operation is not { } operation)
            turn.Reply(client, request.Xid, request.Operation is null ? Errno.Invalid : Errno.NotConnected);
        else if (turn.Service.Recovers)
            turn.Reply(client, request.Xid, Errno.Again);
        else if (operation.Modifies)
            Change(client, export, request, operation);
        else
            Read(client, export, request, operation);
    }

    /// <summary>Why a target does not carry out a transaction; 0 when it does.</summary>
    public static int Refusal(TargetService service, Operation operation)
    {
        if (service.ReadOnly)
            return Errno.ReadOnly;
        var room = new Applied(0, "", 0, 0, operation).BytesMax + TargetService.SpaceReserved;
        return operation switch
        {
            _ when room > service.SpaceLeft => Errno.NoSpace,
            CreateFile or CloseFile when !service.IsMdt => Errno.Invalid,
            CreateFile { Layout: { StripeBytes: > 0, Osts.Length: > 0 and <= FileLayout.StripesMax } } create =>
                service.Files.ContainsKey(create.Name) ? Errno.Exist : 0,
            CloseFile { Size: >= 0 } close => service.Files.ContainsKey(close.Name) ? 0 : Errno.NoEntry,
            WriteObject { Offset: >= 0 and <= ObjectBytesMax } when !service.IsMdt => 0,
            _ => Errno.Invalid,
        };
    }

    // A request that comes again after a lost connection is answered, not carried out a second time.
    private void Change(string client, Export export, Request request, Operation operation)
    {
        if (export.Replies.TryGetValue(request.Xid, out var earlier))
        {
            turn.Reply(client, request.Xid, transno: earlier);
            return;
        }
        if (Refusal(turn.Service, operation) is not 0 and var error)
        {
            turn.Reply(client, request.Xid, error);
            return;
        }
        var transno = turn.Service.LastTransno + 1;
        turn.Record(new Applied(transno, client, request.Xid, request.Answered, operation));
        Count(operation);
        turn.Reply(client, request.Xid, transno: transno);
    }

    private void Read(string client, Export export, Request request, Operation operation)
    {
        turn.Set(client, export.With(request.Answered));
        var reply = new Reply(request.Xid, 0, 0, turn.Service.LastCommitted);
        reply = operation switch
        {
            PingTarget => reply,
            LookUp look when turn.Service.IsMdt => turn.Service.Files.GetValueOrDefault(look.Name) is { } entry
                ? reply with { Entry = entry }
                : reply with { Result = Errno.NoEntry },
            ReadObject { Offset: >= 0, Length: >= 0 and <= DataLimits.PayloadBytesMax } read when !turn.Service.IsMdt =>
                turn.Service.Objects.GetValueOrDefault(read.Fid) is { } content
                    ? reply with { Plan = content.Read(read.Offset, read.Length) }
                    : reply with { Result = Errno.NoEntry },
            _ => reply with { Result = Errno.Invalid },
        };
        Count(operation, reply.Plan?.Length ?? 0);
        turn.Deliver(client, reply);
    }

    private void Count(Operation operation, int bytesRead = 0) =>
        turn.Service = turn.Service with { Counters = turn.Service.Counters.Count(operation, bytesRead) };
}
