using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Lnet;

/// <summary>LNet of one kernel: global to it, whatever name space configured it.</summary>
public sealed record LnetState
{
    /// <summary>The loopback NID that LNet always has.</summary>
    public const string Loopback = "0@lo";

    /// <summary>Interfaces that LNet takes: <c>lnet_interfaces_max</c>.</summary>
    public const int NisMax = 200;

    /// <summary>Nobody has configured it.</summary>
    public static readonly LnetState Down = new();

    /// <summary>True once it was configured.</summary>
    public bool Up { get; init; }

    /// <summary>The rails, without the loopback, in the order in which they were added.</summary>
    public ImmutableArray<LocalNi> Nis { get; init; } = [];

    /// <summary>NIDs, without the loopback one; none while LNet is down.</summary>
    public ImmutableArray<string> Nids => [.. Nis.Select(n => n.Nid)];

    /// <summary>After a message to a peer went out of one rail, and was answered or was not.</summary>
    internal LnetState Exchanged(string? ownNid, bool answered) => this with
    {
        Nis =
        [
            .. Nis.Select(n => n.Nid != ownNid ? n : n with
            {
                Sent = n.Sent + 1, Received = n.Received + (answered ? 1 : 0), Dropped = n.Dropped + (answered ? 0 : 1),
            }),
        ],
    };
}
