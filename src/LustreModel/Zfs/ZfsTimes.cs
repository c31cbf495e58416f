namespace LustreSupervisor.LustreModel.Zfs;

/// <summary>How long ZFS takes over its protection, in its own time (<c>module/zfs/mmp.c</c>).</summary>
public static class ZfsTimes
{
    /// <summary>A host with a multihost pool writes this often (<c>zfs_multihost_interval</c>).</summary>
    public static readonly TimeSpan Write = TimeSpan.FromSeconds(1);

    /// <summary>An importer watches for <c>zfs_multihost_import_intervals</c> (20) of these.</summary>
    public static readonly TimeSpan ActivityCheck = Write * 20;
}
