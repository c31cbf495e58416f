using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Data;

/// <summary>Bytes of operations, the same on the wire and on disk. Codes are for ever.</summary>
internal static class OperationCodec
{
    private const byte Create = 1;
    private const byte Close = 2;
    private const byte Write = 3;
    private const byte Look = 4;
    private const byte Read = 5;
    private const byte Ping = 6;

    public static void Encode(ByteWriter to, Operation operation)
    {
        switch (operation)
        {
            case CreateFile create:
                to.Byte(Create);
                to.Text(create.Name);
                EncodeFid(to, create.Fid);
                EncodeLayout(to, create.Layout);
                break;
            case CloseFile close:
                to.Byte(Close);
                to.Text(close.Name);
                to.Int64(close.Size);
                break;
            case WriteObject write:
                to.Byte(Write);
                EncodeFid(to, write.Fid);
                to.Int64(write.Offset);
                to.Payload(write.Payload);
                break;
            case LookUp look:
                to.Byte(Look);
                to.Text(look.Name);
                break;
            case ReadObject read:
                to.Byte(Read);
                EncodeFid(to, read.Fid);
                to.Int64(read.Offset);
                to.Int32(read.Length);
                break;
            case PingTarget:
                to.Byte(Ping);
                break;
            default:
                throw new ArgumentException($"unknown operation {operation.GetType().Name}", nameof(operation));
        }
    }

    public static Operation Decode(ByteReader from) => from.Byte() switch
    {
        Create => new CreateFile(from.Text(), DecodeFid(from), DecodeLayout(from)),
        Close => new CloseFile(from.Text(), from.Int64()),
        Write => new WriteObject(DecodeFid(from), from.Int64(), from.Payload()),
        Look => new LookUp(from.Text()),
        Read => new ReadObject(DecodeFid(from), from.Int64(), from.Int32()),
        Ping => new PingTarget(),
        var unknown => throw new DataFormatException($"{unknown} is no operation"),
    };

    public static void EncodeFid(ByteWriter to, Fid fid)
    {
        to.UInt64(fid.Sequence);
        to.UInt32(fid.Number);
    }

    public static Fid DecodeFid(ByteReader from) => new(from.UInt64(), from.UInt32());

    public static void EncodeLayout(ByteWriter to, FileLayout layout)
    {
        to.Int32(layout.StripeBytes);
        to.Int32(layout.Osts.Length);
        foreach (var ost in layout.Osts)
            to.Int32(ost);
    }

    public static FileLayout DecodeLayout(ByteReader from)
    {
        var stripe = from.Int32();
        var osts = ImmutableArray.CreateBuilder<int>();
        for (var left = from.Count(FileLayout.StripesMax); left > 0; left--)
            osts.Add(from.Int32());
        return new FileLayout(stripe, osts.ToImmutable());
    }
}
