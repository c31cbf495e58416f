namespace LustreSupervisor.LustreModel.Data;

/// <summary>Bytes of the messages between clients and targets.</summary>
public static class MessageCodec
{
    private const byte Version = 1;
    private const byte NoEntry = 0;
    private const byte HasEntry = 1;

    /// <summary>Writes a request.</summary>
    /// <exception cref="DataFormatException">A limit of <see cref="DataLimits"/> is broken.</exception>
    public static ReadOnlyMemory<byte> Encode(Request request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var to = new ByteWriter();
        to.Byte(Version);
        to.Byte((byte)request.Kind);
        to.Int64(request.Xid);
        to.Int64(request.Answered);
        to.Int64(request.Transno);
        to.Int64(request.Handle);
        if (request.Operation is { } operation)
            OperationCodec.Encode(to, operation);
        return to.Written;
    }

    /// <summary>Reads a request.</summary>
    /// <exception cref="DataFormatException">It is none.</exception>
    public static Request DecodeRequest(ReadOnlyMemory<byte> bytes)
    {
        var from = Begin(bytes);
        var kind = (RequestKind)from.Byte();
        if (!Enum.IsDefined(kind))
            throw new DataFormatException($"{(byte)kind} is no kind of request");
        var request = new Request(kind, from.Int64(), from.Int64(), from.Int64()) { Handle = from.Int64() };
        if (kind is RequestKind.Operation or RequestKind.Replay)
            request = request with { Operation = OperationCodec.Decode(from) };
        from.End();
        return request;
    }

    /// <summary>Writes a reply.</summary>
    /// <exception cref="DataFormatException">A limit of <see cref="DataLimits"/> is broken.</exception>
    public static ReadOnlyMemory<byte> Encode(Reply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var to = new ByteWriter();
        to.Byte(Version);
        to.Int64(reply.Xid);
        to.Int32(reply.Result);
        to.Int64(reply.Transno);
        to.Int64(reply.LastCommitted);
        to.Byte((byte)reply.Outcome);
        to.Int64(reply.Handle);
        to.Byte(reply.Entry is null ? NoEntry : HasEntry);
        if (reply.Entry is { } entry)
        {
            OperationCodec.EncodeFid(to, entry.Fid);
            OperationCodec.EncodeLayout(to, entry.Layout);
            to.Int64(entry.Size);
        }
        to.Payload(reply.Payload);
        return to.Written;
    }

    /// <summary>Reads a reply.</summary>
    /// <exception cref="DataFormatException">It is none.</exception>
    public static Reply DecodeReply(ReadOnlyMemory<byte> bytes)
    {
        var from = Begin(bytes);
        var reply = new Reply(from.Int64(), from.Int32(), from.Int64(), from.Int64()) { Outcome = (ConnectOutcome)from.Byte() };
        if (!Enum.IsDefined(reply.Outcome))
            throw new DataFormatException($"{(byte)reply.Outcome} is no outcome of a connect");
        reply = reply with { Handle = from.Int64() };
        if (from.Byte() == HasEntry)
            reply = reply with { Entry = new FileEntry(OperationCodec.DecodeFid(from), OperationCodec.DecodeLayout(from), from.Int64()) };
        reply = reply with { Payload = from.Payload() };
        from.End();
        return reply;
    }

    private static ByteReader Begin(ReadOnlyMemory<byte> bytes)
    {
        var from = new ByteReader(bytes);
        return from.Byte() == Version ? from : throw new DataFormatException("another version of the protocol");
    }
}
