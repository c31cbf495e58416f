using LustreSupervisor.LustreModel.Zfs;

namespace LustreSupervisor.LustreModel.Devices;

/// <summary>What is on a device. A family of five.</summary>
public abstract record DeviceContent
{
    /// <summary>Label that <c>blkid</c> shows; empty when there is none.</summary>
    public virtual string FsLabel => "";

    /// <summary>UUID that <c>blkid</c> shows; empty when there is none.</summary>
    public virtual string FsUuid => "";
}

/// <summary>No signature anywhere.</summary>
public sealed record Blank : DeviceContent;

/// <summary>Somebody else's data. <c>mkfs.lustre</c> overwrites it without a word.</summary>
/// <param name="FsType">Type as <c>blkid</c> names it.</param>
/// <param name="Label">Label, may be empty.</param>
/// <param name="Uuid">UUID, may be empty.</param>
public sealed record Foreign(string FsType, string Label, string Uuid) : DeviceContent
{
    /// <inheritdoc/>
    public override string FsLabel => Label;

    /// <inheritdoc/>
    public override string FsUuid => Uuid;
}

/// <summary>A format stopped between <c>mke2fs</c> and <c>CONFIGS/mountdata</c>: a Lustre label on a file system that the tools deny.</summary>
/// <param name="Label">Label that <c>mke2fs</c> wrote.</param>
/// <param name="Uuid">UUID that <c>mke2fs</c> wrote.</param>
public sealed record HalfFormatted(string Label, string Uuid) : DeviceContent
{
    /// <inheritdoc/>
    public override string FsLabel => Label;

    /// <inheritdoc/>
    public override string FsUuid => Uuid;
}

/// <summary>A Lustre target.</summary>
/// <param name="Data">Its permanent data.</param>
public sealed record Formatted(TargetData Data) : DeviceContent
{
    /// <inheritdoc/>
    public override string FsLabel => Data.Label;

    /// <inheritdoc/>
    public override string FsUuid => Data.Uuid;
}

/// <summary>A device of a ZFS pool.</summary>
/// <param name="Pool">The pool, as its labels tell.</param>
public sealed record PoolMember(ZfsPool Pool) : DeviceContent
{
    /// <inheritdoc/>
    public override string FsLabel => Pool.Name;

    /// <inheritdoc/>
    public override string FsUuid => Pool.PoolId;
}
