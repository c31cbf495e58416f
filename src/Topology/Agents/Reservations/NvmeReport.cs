using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LustreSupervisor.Topology.Agents.Parsing;

namespace LustreSupervisor.Topology.Agents.Reservations;

/// <summary>What <c>nvme resv-report --output-format=json</c> prints (nvme-cli, <c>nvme-print-json.c</c>), with or without extended data.</summary>
public static class NvmeReport
{
    private const string Tool = "nvme resv-report";

    /// <summary>Bit of <c>rcsts</c>: this controller's host holds the reservation.</summary>
    private const int Holds = 1;

    /// <summary>Reads keys and reservation.</summary>
    /// <exception cref="UnrecognizedOutputException">It is no report, or not all registrants are listed.</exception>
    public static ReservationState Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UnrecognizedOutputException(Tool, 0, $"not a report: {e.Message}");
        }
    }

    private static ReservationState Read(JsonElement report)
    {
        var registrants = Registrants(report);
        var count = Number(report, "regctl");
        if (count != (ulong)registrants.Length)
            throw Odd($"{count} registrants are announced, {registrants.Length} are listed");
        var keys = registrants.Select(r => Number(r, "rkey")).ToImmutableArray();
        var holders = registrants.Where(r => ((int)Number(r, "rcsts") & Holds) != 0).Select(r => Number(r, "rkey")).Distinct().ToArray();
        return new ReservationState(keys, HoldOf(Number(report, "rtype"), holders));
    }

    private static ReservationHold? HoldOf(ulong type, ulong[] holders) => (type, holders) switch
    {
        (0, []) => null,
        (5 or 6, _) => new ReservationHold(0, type == 5 ? ReservationType.WriteExclusiveAllRegistrants : ReservationType.ExclusiveAccessAllRegistrants),
        (1, [var holder]) => new ReservationHold(holder, ReservationType.WriteExclusive),
        (2, [var holder]) => new ReservationHold(holder, ReservationType.ExclusiveAccess),
        (3, [var holder]) => new ReservationHold(holder, ReservationType.WriteExclusiveRegistrantsOnly),
        (4, [var holder]) => new ReservationHold(holder, ReservationType.ExclusiveAccessRegistrantsOnly),
        _ => throw Odd($"type {type} with {holders.Length} holders makes no sense"),
    };

    private static JsonElement[] Registrants(JsonElement report)
    {
        foreach (var name in new[] { "regctlext", "regctls" })
        {
            if (report.TryGetProperty(name, out var list))
                return [.. list.EnumerateArray()];
        }

        return [];
    }

    /// <summary>A number of 64 bits; some versions print it signed, some as a text.</summary>
    private static ulong Number(JsonElement of, string name)
    {
        if (!of.TryGetProperty(name, out var value))
            throw Odd($"{name} is missing");
        if (value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out var unsigned))
            return unsigned;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var signed))
            return unchecked((ulong)signed);
        return value.ValueKind == JsonValueKind.String && FromText(value.GetString()!) is { } number ? number : throw Odd($"{name} is {value}");
    }

    private static ulong? FromText(string text)
    {
        var hex = text.StartsWith("0x", StringComparison.Ordinal);
        return ulong.TryParse(
            hex ? text.AsSpan(2) : text, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    private static UnrecognizedOutputException Odd(string what) => new(Tool, 0, what);
}
