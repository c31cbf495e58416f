using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LocalCluster.Clients;

/// <summary>All that a client wrote, and what it was told of evictions.</summary>
internal sealed class FileLedger : IClientNews
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Fid, WrittenFile> _byFid = [];
    private readonly Dictionary<string, WrittenFile> _byName = new(StringComparer.Ordinal);
    private int _evictions;

    /// <summary>Tells the index of an OST by its service name; -1 for an MDT. Set once the file system is mounted.</summary>
    public Func<string, int> OstOf { get; set; } = _ => -1;

    /// <summary>Evictions so far.</summary>
    public int Evictions
    {
        get
        {
            lock (_gate)
                return _evictions;
        }
    }

    /// <summary>All files, in no order.</summary>
    public IReadOnlyList<WrittenFile> Files
    {
        get
        {
            lock (_gate)
                return [.. _byFid.Values];
        }
    }

    /// <summary>Takes a file before its first operation.</summary>
    public void Add(WrittenFile file)
    {
        lock (_gate)
        {
            _byFid.Add(file.Fid, file);
            _byName.Add(file.Name, file);
        }
    }

    /// <inheritdoc/>
    public void Evicted(string target, IReadOnlyCollection<Operation> revoked)
    {
        lock (_gate)
        {
            _evictions++;
            foreach (var operation in revoked)
                Find(operation)?.Revoke(operation, OstOf(target));
        }
    }

    private WrittenFile? Find(Operation operation) => operation switch
    {
        CreateFile create => _byName.GetValueOrDefault(create.Name),
        CloseFile close => _byName.GetValueOrDefault(close.Name),
        WriteObject write => _byFid.GetValueOrDefault(write.Fid),
        _ => null,
    };
}
