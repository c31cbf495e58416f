using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LustreSupervisor.StampCheck.Tests;

/// <summary>An image written byte by byte, from the documentation of the layout and from nothing else.</summary>
internal sealed class HandMadeImage : IDisposable
{
    public const string Uuid = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
    public const string OtherUuid = "00000000-4f89-11d3-9a0c-0305e82c3301";

    private readonly FileStream image;

    public HandMadeImage(long bytes = 32L << 20)
    {
        image = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".img"), FileMode.CreateNew);
        image.SetLength(bytes);
    }

    public string ImagePath => image.Name;

    public void Dispose()
    {
        image.Dispose();
        File.Delete(ImagePath);
    }

    public DeviceVerdict Check() => StampChecker.CheckImage(ImagePath);

    /// <summary>Kinds of the violations found, in order.</summary>
    public ViolationKind[] Kinds() => [.. Check().Violations.Select(violation => violation.Kind)];

    public HandMadeImage Put(long offset, params ReadOnlySpan<byte> bytes)
    {
        image.Position = offset;
        image.Write(bytes);
        image.Flush();
        return this;
    }

    public HandMadeImage Superblock(string label, string uuid)
    {
        var block = new byte[1024];
        (block[0x38], block[0x39]) = (0x53, 0xef);
        Convert.FromHexString(uuid.Replace("-", "", StringComparison.Ordinal)).CopyTo(block, 0x68);
        Encoding.ASCII.GetBytes(label).CopyTo(block, 0x78);
        return Put(1024, block);
    }

    /// <summary>A story in words: <c>a:Mount a:Beat b:Mount</c>, numbered from <paramref name="first"/>; the head follows.</summary>
    public HandMadeImage Story(string words, long first = 1)
    {
        var number = first;
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Stamp(number++, word.Split(':')[0], word.Split(':')[1]);
        return Head(number - 1);
    }

    public HandMadeImage Stamp(long number, string node, string kind, string uuid = Uuid) => Frame(
        0x900000 + (number % 8192 * 512), number,
        $$"""{"sequence":{{number}},"kind":"{{kind}}","systemUuid":"machine-{{node}}","bootId":"boot-{{node}}","nodeName":"{{node}}","service":"demo-OST0001","incarnation":"1.1.x","at":"2026-01-02T03:04:05+00:00","detail":"","fsUuid":"{{uuid}}"}""");

    public HandMadeImage Head(long number)
    {
        var payload = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(payload, number);
        return Frame(0x32000, 1, payload);
    }

    public HandMadeImage Frame(long offset, long sequence, string payload) => Frame(offset, sequence, Encoding.UTF8.GetBytes(payload));

    private HandMadeImage Frame(long offset, long sequence, byte[] payload)
    {
        var header = new byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(header, payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), sequence);
        return Put(offset,
            [.. "LSLOT"u8, 0, 0, 1, .. header, .. SHA256.HashData([.. header, .. payload]), 0, 0, 0, 0, 0, 0, 0, 0, .. payload]);
    }
}
