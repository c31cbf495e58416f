using System.Collections.Immutable;
using System.Globalization;

namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>One target's <c>recovery_status</c>, every form of <c>lprocfs_status_server.c</c> (2.15 and 2.17 alike).</summary>
/// <param name="State">Where the recovery stands.</param>
/// <param name="CompletedClients">Clients that finished.</param>
/// <param name="KnownClients">Clients that were known, 0 when the form does not say.</param>
/// <param name="EvictedClients">Clients given up.</param>
/// <param name="SecondsRemaining">Until the recovery ends by itself; null when the form does not say.</param>
public sealed record RecoveryStatus(
    RecoveryState State, int CompletedClients, int KnownClients, int EvictedClients, long? SecondsRemaining)
{
    /// <summary>Clients that have come back; all of the completed ones when the form does not say.</summary>
    public int ConnectedClients { get; init; }

    /// <summary>Nothing is known.</summary>
    public static RecoveryStatus Unknown { get; } = new(RecoveryState.Unknown, 0, 0, 0, null);

    private const string Tool = "lctl get_param recovery_status";

    /// <summary>Every key the kernel prints; <c>lock_repay_clients</c> is its own misspelling.</summary>
    private static readonly HashSet<string> Keys = new(StringComparer.Ordinal)
    {
        "status", "recovery_start", "recovery_duration", "time_remaining", "time_waited", "connected_clients", "req_replay_clients",
        "lock_repay_clients", "completed_clients", "evicted_clients", "replayed_requests", "queued_requests", "next_transno",
        "last_transno", "VBR", "IR", "non-ready MDTs",
    };

    /// <summary>Reads the status of one target, with or without <c>name=</c> before it.</summary>
    /// <exception cref="UnrecognizedOutputException">A key, a state or a number is not of any known form.</exception>
    public static RecoveryStatus Parse(string text)
    {
        var fields = Fields(text);
        if (!fields.TryGetValue("status", out var status))
            throw new UnrecognizedOutputException(Tool, 0, "no line 'status:'");
        var state = StateOf(status);
        var (completed, known) = Clients("completed_clients");
        var (connected, connectedOf) = Clients("connected_clients");
        var evicted = state == RecoveryState.Complete ? Math.Max(0, known - completed) : Clients("evicted_clients").Done;
        return new RecoveryStatus(state, completed, Math.Max(known, connectedOf), evicted, Seconds())
        {
            ConnectedClients = Math.Max(connected, completed),
        };

        (int Done, int Of) Clients(string key) => fields.TryGetValue(key, out var value) ? Fraction(value) : (0, 0);
        long? Seconds() => fields.TryGetValue("time_remaining", out var value) ? Number(value) : null;
    }

    /// <summary>Reads the answer to a pattern that fits several targets: label to status.</summary>
    /// <exception cref="UnrecognizedOutputException">As <see cref="Parse"/>, or a parameter is no target's recovery_status.</exception>
    public static ImmutableSortedDictionary<string, RecoveryStatus> ParseAll(string text)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, RecoveryStatus>(StringComparer.Ordinal);
        foreach (var parameter in ParameterOutput.Parse(text))
        {
            var parts = parameter.Name.Split('.');
            if (parts is not ["obdfilter" or "mdt", var label, "recovery_status"] || !found.TryAdd(label, Parse(parameter.Value)))
                throw new UnrecognizedOutputException(Tool, 0, $"'{parameter.Name}' is not one target's recovery_status");
        }
        return found.ToImmutable();
    }

    private static Dictionary<string, Line> Fields(string text)
    {
        var fields = new Dictionary<string, Line>(StringComparer.Ordinal);
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = WithoutName(lines[i]).Trim();
            if (line.Length == 0)
                continue;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || !Keys.Contains(line[..colon]) || !fields.TryAdd(line[..colon], new Line(i + 1, line[(colon + 1)..].Trim())))
                throw new UnrecognizedOutputException(Tool, i + 1, lines[i]);
        }
        return fields;
    }

    /// <summary>get_param prints a value of one line after the name, and one of several lines below it.</summary>
    private static string WithoutName(string line)
    {
        const string name = ".recovery_status=";
        var at = line.IndexOf(name, StringComparison.Ordinal);
        return at < 0 ? line : line[(at + name.Length)..];
    }

    private static RecoveryState StateOf(Line status) => status.Value switch
    {
        "INACTIVE" => RecoveryState.Inactive,
        "WAITING_FOR_CLIENTS" => RecoveryState.WaitingForClients,
        "RECOVERING" => RecoveryState.Recovering,
        "WAITING" => RecoveryState.Waiting,
        "COMPLETE" => RecoveryState.Complete,
        _ => throw new UnrecognizedOutputException(Tool, status.Number, status.Value),
    };

    /// <summary><c>4/8</c> where the kernel says of how many, else <c>4</c>.</summary>
    private static (int Done, int Of) Fraction(Line line)
    {
        var parts = line.Value.Split('/');
        if (parts.Length <= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var done)
            && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var of))
            return (done, parts.Length == 2 ? of : 0);
        throw new UnrecognizedOutputException(Tool, line.Number, line.Value);
    }

    private static long Number(Line line) =>
        long.TryParse(line.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UnrecognizedOutputException(Tool, line.Number, line.Value);

    private readonly record struct Line(int Number, string Value);
}
