using CsCheck;
using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LustreModel.Tests.Data;

public sealed class CodecTests
{
    private static readonly Gen<string> Name = Gen.String[Gen.Char.AlphaNumeric, 0, 40];
    private static readonly Gen<Fid> AnyFid = Gen.Select(Gen.ULong, Gen.UInt, (sequence, number) => new Fid(sequence, number));
    private static readonly Gen<FileLayout> Layout = Gen.Select(
        Gen.Int, Gen.Int.Array[0, 20], (stripe, osts) => new FileLayout(stripe, [.. osts]));

    private static readonly Gen<Operation> AnyOperation = Gen.OneOf<Operation>(
        Gen.Select(Name, AnyFid, Layout, (name, fid, layout) => (Operation)new CreateFile(name, fid, layout)),
        Gen.Select(Name, Gen.Long, (name, size) => (Operation)new CloseFile(name, size)),
        Gen.Select(AnyFid, Gen.Long, Gen.Byte.Array[0, 99], (fid, offset, bytes) => (Operation)new WriteObject(fid, offset, bytes)),
        Name.Select(name => (Operation)new LookUp(name)),
        Gen.Select(AnyFid, Gen.Long, Gen.Int, (fid, offset, length) => (Operation)new ReadObject(fid, offset, length)),
        Gen.Const((Operation)new PingTarget()));

    [Fact]
    public void Requests_survive_their_bytes() => Gen.Select(AnyOperation, Gen.Long, Gen.Long, Gen.Long).Sample((operation, xid, answered, transno) =>
    {
        var request = new Request(RequestKind.Replay, xid, answered, transno, operation);
        var read = MessageCodec.DecodeRequest(MessageCodec.Encode(request));
        Assert.Equal(MessageCodec.Encode(request).ToArray(), MessageCodec.Encode(read).ToArray());
        Assert.Equal((xid, answered, transno, operation.GetType()), (read.Xid, read.Answered, read.Transno, read.Operation!.GetType()));
    });

    [Fact]
    public void Batches_survive_their_bytes_and_tell_where_payloads_lie() => AnyOperation.Array[0, 9].Sample(operations =>
    {
        Change[] changes = [new ClientAdded("c", "n@tcp", 9), .. operations.Select((o, i) => new Applied(i + 1, "c", i, 0, o)), new EpochBegun(5), new ClientRemoved("c")];
        var encoded = BatchCodec.Encode(new Batch([.. changes], 77));
        var (read, payloads) = BatchCodec.Decode(encoded.Bytes);
        Assert.Equal((77, changes.Length), (read.LastTransno, read.Changes.Length));
        Assert.Equal(encoded.Payloads, payloads);
        Assert.All(payloads, p => Assert.Equal(
            ((WriteObject)operations[p.Transno - 1]).Payload.ToArray(), encoded.Bytes.Slice(p.Offset, p.Length).ToArray()));
        Assert.True(encoded.Bytes.Length <= changes.Sum(c => c.BytesMax));
    });

    [Fact]
    public void Garbage_is_a_typed_error_and_nothing_else() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        bytes = [1, .. bytes];
        foreach (var decode in (Action<byte[]>[])[b => MessageCodec.DecodeRequest(b), b => MessageCodec.DecodeReply(b), b => BatchCodec.Decode(b)])
        {
            try
            {
                decode(bytes);
            }
            catch (DataFormatException)
            {
                // What the readers are told to expect.
            }
        }
    }, iter: 20_000);

    [Fact]
    public void A_cut_message_is_a_typed_error() => Gen.Select(AnyOperation, Gen.Double[0, 1]).Sample((operation, share) =>
    {
        var bytes = MessageCodec.Encode(new Request(RequestKind.Operation, 1, 0, 0, operation));
        Assert.Throws<DataFormatException>(() => MessageCodec.DecodeRequest(bytes[..(int)(share * (bytes.Length - 1))]));
    });
}
