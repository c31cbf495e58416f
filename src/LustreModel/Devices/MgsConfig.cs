using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Devices;

/// <summary>What an MGS knows of one target.</summary>
/// <param name="Service">Service name.</param>
/// <param name="Uuid">UUID of the device that registered last.</param>
/// <param name="Nids">NIDs of the node that registered it last, separated by commas.</param>
/// <param name="Parameters">Parameters as registered.</param>
public sealed record RegisteredTarget(string Service, string Uuid, string Nids, string Parameters);

/// <summary>
/// State of an MGS: which indices are taken per file system and role (separate bitmaps for MDTs and OSTs) and which targets
/// registered. It lives on the MGT, so that it moves with it.
/// </summary>
/// <param name="Indices">Taken indices by <c>fsname-MDT</c> or <c>fsname-OST</c>.</param>
/// <param name="Targets">Registered targets by service name.</param>
/// <param name="Version">Version of the NID table; grows with each registration.</param>
public sealed record MgsConfig(
    ImmutableSortedDictionary<string, ImmutableSortedSet<int>> Indices,
    ImmutableSortedDictionary<string, RegisteredTarget> Targets,
    long Version)
{
    /// <summary>An MGS that no target has registered with.</summary>
    public static readonly MgsConfig Empty = new(
        ImmutableSortedDictionary.Create<string, ImmutableSortedSet<int>>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, RegisteredTarget>(StringComparer.Ordinal), 0);

    /// <summary>
    /// Takes a registration in. A target that never registered is refused (<see cref="Errno.AddrInUse"/>) when its index is taken;
    /// any other is an update (<c>mgs_llog.c</c>, <c>mgs_set_index</c>).
    /// </summary>
    /// <returns>The new state and 0, or this state and the error number.</returns>
    public (MgsConfig Config, int Error) Register(TargetRegistration request)
    {
        var bitmap = Bitmap(request.FsName, request.IsMdt ? IndexSpace.Mdt : IndexSpace.Ost);
        var taken = Indices.GetValueOrDefault(bitmap, ImmutableSortedSet<int>.Empty);
        if (request.Virgin && !request.Writeconf && taken.Contains(request.Index))
            return (this, Errno.AddrInUse);
        var target = new RegisteredTarget(request.Service, request.Uuid, request.Nids, request.Parameters);
        return (new MgsConfig(
            Indices.SetItem(bitmap, taken.Add(request.Index)), Targets.SetItem(request.Service, target), Version + 1), 0);
    }

    /// <summary>This configuration with an index taken, though no target stands behind it.</summary>
    public MgsConfig MarkUsed(string fsName, IndexSpace space, int index)
    {
        var bitmap = Bitmap(fsName, space);
        return this with { Indices = Indices.SetItem(bitmap, Indices.GetValueOrDefault(bitmap, ImmutableSortedSet<int>.Empty).Add(index)) };
    }

    private static string Bitmap(string fsName, IndexSpace space) => $"{fsName}-{(space == IndexSpace.Mdt ? "MDT" : "OST")}";
}

/// <summary>What a starting target tells the MGS.</summary>
/// <param name="Service">Service name.</param>
/// <param name="FsName">File system.</param>
/// <param name="IsMdt">True for an MDT, false for an OST.</param>
/// <param name="Index">Index within the role.</param>
/// <param name="Virgin">Never registered before.</param>
/// <param name="Writeconf">Logs are to be written anew.</param>
/// <param name="Uuid">UUID of the device.</param>
/// <param name="Nids">NIDs of the node that mounts, separated by commas.</param>
/// <param name="Parameters">Parameters of the target.</param>
public sealed record TargetRegistration(
    string Service, string FsName, bool IsMdt, int Index, bool Virgin, bool Writeconf, string Uuid, string Nids, string Parameters);
