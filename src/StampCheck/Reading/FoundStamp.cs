using System.Text.Json;

namespace LustreSupervisor.StampCheck.Reading;

/// <summary>A stamp as found on a device, in the words that stand there.</summary>
/// <param name="Sequence">Its number: one more than that of the stamp before, whoever writes.</param>
/// <param name="Kind"><c>Mount</c>, <c>Beat</c>, <c>Unmount</c>, <c>DataLoss</c>; any other word counts as a write.</param>
/// <param name="Kernel">The writing kernel: system UUID and boot id.</param>
/// <param name="Node">Name of the writing node, for people.</param>
/// <param name="Service">Service that was mounted.</param>
/// <param name="Incarnation">Incarnation that asked for the mount.</param>
/// <param name="At">The writer's clock, as text.</param>
/// <param name="FsUuid">File system that the writer found on the device; empty when it did not say.</param>
/// <param name="Detail">A remark; with <c>DataLoss</c> what was seen.</param>
internal sealed record FoundStamp(
    long Sequence, string Kind, Kernel Kernel, string Node, string Service, string Incarnation, string At, string FsUuid, string Detail)
{
    /// <summary>The kernel began to write.</summary>
    public bool IsMount => Kind == "Mount";

    /// <summary>The kernel wrote for the last time.</summary>
    public bool IsUnmount => Kind == "Unmount";

    /// <summary>The kernel found, while writing, that another had written too.</summary>
    public bool IsDataLoss => Kind == "DataLoss";

    /// <summary>Understands a payload; null when it is no stamp.</summary>
    public static FoundStamp? Parse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            var stamp = document.RootElement;
            if (stamp.ValueKind != JsonValueKind.Object
                || !stamp.TryGetProperty("sequence", out var number) || number.ValueKind != JsonValueKind.Number
                || !number.TryGetInt64(out var sequence)
                || Text(stamp, "kind") is not { Length: > 0 } kind
                || Text(stamp, "bootId") is not { Length: > 0 } boot)
                return null;
            return new FoundStamp(
                sequence, kind, new Kernel(Text(stamp, "systemUuid"), boot), Text(stamp, "nodeName"), Text(stamp, "service"),
                Text(stamp, "incarnation"), Text(stamp, "at"), Text(stamp, "fsUuid"), Text(stamp, "detail"));
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is no Unicode. Both mean that no stamp was written here.
            return null;
        }
    }

    private static string Text(JsonElement stamp, string name) =>
        stamp.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}

/// <summary>One boot of one machine.</summary>
/// <param name="SystemUuid">The machine.</param>
/// <param name="BootId">The boot.</param>
internal sealed record Kernel(string SystemUuid, string BootId);
