namespace LustreSupervisor.LocalCluster.Clients;

/// <summary>Counts what a client does, and tells of operations that took long.</summary>
internal sealed class ClientStatistics(TimeProvider time, Action<ClientLine> say)
{
    /// <summary>An operation that takes longer than this was blocked: usual ones take a few milliseconds, even on a busy laptop.</summary>
    private static readonly TimeSpan BlockedMin = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private long _acknowledged;
    private long _bytes;
    private long _refused;
    private int _lastError;

    /// <summary>An operation was acknowledged.</summary>
    /// <param name="bytes">Bytes that it wrote.</param>
    /// <param name="took">How long it took.</param>
    public void Acknowledged(int bytes, TimeSpan took)
    {
        lock (_gate)
            (_acknowledged, _bytes) = (_acknowledged + 1, _bytes + bytes);
        if (took < BlockedMin)
            return;
        say(new ClientLine
        {
            Kind = ClientLineKind.Blocked,
            StartedAt = (time.GetUtcNow() - took).ToUnixTimeMilliseconds(),
            Milliseconds = (long)took.TotalMilliseconds,
        });
    }

    /// <summary>An operation was refused.</summary>
    public void Refused(int error)
    {
        lock (_gate)
            (_refused, _lastError) = (_refused + 1, error);
    }

    /// <summary>A line with all counts so far.</summary>
    public ClientLine Line(ClientLineKind kind)
    {
        lock (_gate)
            return new ClientLine { Kind = kind, Acknowledged = _acknowledged, Bytes = _bytes, Refused = _refused, LastError = _lastError };
    }
}
