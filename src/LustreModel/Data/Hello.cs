using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Data;

/// <summary>First message on a connection to a node: who comes, and what for. One connection serves one client at one target.</summary>
/// <param name="Client">UUID of the client.</param>
/// <param name="Nid">NID that it comes from.</param>
/// <param name="Service">Service name of the target, or <see cref="Mgs"/>.</param>
public sealed record Hello(string Client, string Nid, string Service)
{
    /// <summary>Service name of the MGS: it answers with the configuration of <see cref="FsName"/>, and that is all.</summary>
    public const string Mgs = "MGS";

    /// <summary>File system whose configuration is asked for; empty on a connection to a target.</summary>
    public string FsName { get; init; } = "";
}

/// <summary>Where a target may be found.</summary>
/// <param name="Service">Service name of the target.</param>
/// <param name="Nids">NIDs to try, the likeliest first.</param>
public sealed record TargetAddress(string Service, ImmutableArray<string> Nids);
