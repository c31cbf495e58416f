using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Lctl;

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
    // Separator, role and index: "-OST000a".
    private const int SuffixLength = 8;

    /// <summary>An MGS that no target has registered with.</summary>
    public static readonly MgsConfig Empty = new(
        ImmutableSortedDictionary.Create<string, ImmutableSortedSet<int>>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, RegisteredTarget>(StringComparer.Ordinal), 0);

    /// <summary>Parameters of <c>set_param -P</c>, by name with globs: they survive a writeconf.</summary>
    public ImmutableSortedDictionary<string, string> Permanent { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Parameters of <c>conf_param</c>: they are in the logs of their target, or of the file system, and go with them.</summary>
    public ImmutableSortedDictionary<string, string> Conf { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>What the servers of a file system are told.</summary>
    public FilesystemView View(string fsName) => new(
        [.. Targets.Values.Where(t => t.Service.StartsWith(fsName + "-", StringComparison.Ordinal)).Select(t => t.Service)],
        [
            .. Conf.Where(p => p.Key.StartsWith(fsName + "-", StringComparison.Ordinal) || p.Key.StartsWith(fsName + ".", StringComparison.Ordinal))
                .Select(p => KeyValuePair.Create(ParameterName.OfConfParam(p.Key), p.Value)),
            .. Permanent,
        ]);

    /// <summary>File systems, each with the NIDs of the nodes whose targets registered last.</summary>
    public IEnumerable<(string FsName, ImmutableArray<string> Nids)> Servers() => Targets.Values
        .Where(t => t.Service.Length > SuffixLength)
        .GroupBy(t => t.Service[..^SuffixLength], StringComparer.Ordinal)
        .Select(g => (g.Key, g.SelectMany(t => t.Nids.Split(',', StringSplitOptions.RemoveEmptyEntries)).Distinct().ToImmutableArray()));

    /// <summary>With a lasting parameter, or without it when the value is null.</summary>
    public MgsConfig WithPermanent(string name, string? value) =>
        this with { Permanent = value is null ? Permanent.Remove(name) : Permanent.SetItem(name, value), Version = Version + 1 };

    /// <summary>With a parameter of a target's log, or without it when the value is null.</summary>
    public MgsConfig WithConf(string name, string? value) =>
        this with { Conf = value is null ? Conf.Remove(name) : Conf.SetItem(name, value), Version = Version + 1 };

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
        return (this with
        {
            Indices = Indices.SetItem(bitmap, taken.Add(request.Index)),
            Targets = Targets.SetItem(request.Service, target),
            Conf = request.Writeconf ? Conf.RemoveRange(Conf.Keys.Where(k => k.StartsWith(request.Service + ".", StringComparison.Ordinal))) : Conf,
            Version = Version + 1,
        }, 0);
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
