using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Data;

/// <summary>Bytes of the messages that open a connection.</summary>
public static class HelloCodec
{
    private const uint Magic = 0x4c4e4554;

    /// <summary>Targets of a file system: Lustre's own limit of OSTs (<c>LOV_MAX_STRIPE_COUNT</c> and as many MDTs, generously).</summary>
    private const int TargetsMax = 65_536;

    private const int NidsMax = 256;

    /// <summary>Writes a hello.</summary>
    public static ReadOnlyMemory<byte> Encode(Hello hello)
    {
        ArgumentNullException.ThrowIfNull(hello);
        var to = new ByteWriter();
        to.UInt32(Magic);
        foreach (var text in (string[])[hello.Client, hello.Nid, hello.Service, hello.FsName])
            to.Text(text);
        return to.Written;
    }

    /// <summary>Reads a hello.</summary>
    /// <exception cref="DataFormatException">It is none.</exception>
    public static Hello DecodeHello(ReadOnlyMemory<byte> bytes)
    {
        var from = new ByteReader(bytes);
        if (from.UInt32() != Magic)
            throw new DataFormatException("no hello");
        var hello = new Hello(from.Text(), from.Text(), from.Text()) { FsName = from.Text() };
        from.End();
        return hello;
    }

    /// <summary>Writes the configuration of a file system.</summary>
    public static ReadOnlyMemory<byte> Encode(IReadOnlyCollection<TargetAddress> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var to = new ByteWriter();
        to.Int32(targets.Count);
        foreach (var target in targets)
        {
            to.Text(target.Service);
            to.Int32(target.Nids.Length);
            foreach (var nid in target.Nids)
                to.Text(nid);
        }
        return to.Written;
    }

    /// <summary>Reads the configuration of a file system.</summary>
    /// <exception cref="DataFormatException">It is none.</exception>
    public static ImmutableArray<TargetAddress> DecodeTargets(ReadOnlyMemory<byte> bytes)
    {
        var from = new ByteReader(bytes);
        var targets = ImmutableArray.CreateBuilder<TargetAddress>();
        for (var left = from.Count(TargetsMax); left > 0; left--)
        {
            var service = from.Text();
            var nids = ImmutableArray.CreateBuilder<string>();
            for (var more = from.Count(NidsMax); more > 0; more--)
                nids.Add(from.Text());
            targets.Add(new TargetAddress(service, nids.ToImmutable()));
        }
        from.End();
        return targets.ToImmutable();
    }
}
