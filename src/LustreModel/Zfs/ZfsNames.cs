using System.Text.RegularExpressions;

namespace LustreSupervisor.LustreModel.Zfs;

/// <summary>Names of pools and datasets.</summary>
internal static partial class ZfsNames
{
    /// <summary>True for the name of a dataset with its pool, <c>POOL/DATASET</c>.</summary>
    public static bool IsDataset(string name) => Dataset().IsMatch(name);

    /// <summary>True for a name that ZFS takes for a file system, a pool's alone included.</summary>
    public static bool IsFilesystem(string name) => Dataset().IsMatch(name) || Pool().IsMatch(name);

    /// <summary>The pool in a dataset's name.</summary>
    public static string PoolOf(string dataset) => dataset.Split('/')[0];

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_.:-]{0,254}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pool();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_.:-]{0,100}(/[A-Za-z0-9_.:-]{1,100})+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Dataset();
}
