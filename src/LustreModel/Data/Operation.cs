namespace LustreSupervisor.LustreModel.Data;

/// <summary>What a client asks of a target, without the bookkeeping of the request around it.</summary>
public abstract record Operation
{
    /// <summary>True when it changes the target: then it is a transaction, has a number, and is replayed.</summary>
    public virtual bool Modifies => false;

    /// <summary>Bytes that it carries.</summary>
    public virtual int PayloadBytes => 0;
}

/// <summary>Creates a file at an MDT.</summary>
/// <param name="Name">Path below the root of the file system.</param>
/// <param name="Fid">Identity that the client chose.</param>
/// <param name="Layout">How it is spread.</param>
public sealed record CreateFile(string Name, Fid Fid, FileLayout Layout) : Operation
{
    /// <inheritdoc/>
    public override bool Modifies => true;
}

/// <summary>Closes a file that was written: its size is known now.</summary>
/// <param name="Name">Path below the root of the file system.</param>
/// <param name="Size">Bytes.</param>
public sealed record CloseFile(string Name, long Size) : Operation
{
    /// <inheritdoc/>
    public override bool Modifies => true;
}

/// <summary>Writes into an object of an OST, which is made by its first write.</summary>
/// <param name="Fid">File.</param>
/// <param name="Offset">Offset in the object.</param>
/// <param name="Payload">Content.</param>
public sealed record WriteObject(Fid Fid, long Offset, ReadOnlyMemory<byte> Payload) : Operation
{
    /// <inheritdoc/>
    public override bool Modifies => true;

    /// <inheritdoc/>
    public override int PayloadBytes => Payload.Length;
}

/// <summary>Looks a file up at an MDT.</summary>
/// <param name="Name">Path below the root of the file system.</param>
public sealed record LookUp(string Name) : Operation;

/// <summary>Reads from an object of an OST.</summary>
/// <param name="Fid">File.</param>
/// <param name="Offset">Offset in the object.</param>
/// <param name="Length">Most bytes to read.</param>
public sealed record ReadObject(Fid Fid, long Offset, int Length) : Operation;

/// <summary>Nothing but a sign of life; its reply tells what has been committed (<c>OBD_PING</c>).</summary>
public sealed record PingTarget : Operation;
