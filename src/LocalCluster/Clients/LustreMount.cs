using System.Collections.Immutable;
using System.Globalization;
using LustreSupervisor.LocalCluster.Nodes.Data;
using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LocalCluster.Clients;

/// <summary>A mounted file system as one client has it.</summary>
internal sealed class LustreMount : IAsyncDisposable
{
    /// <summary>Pause between two rounds of asking for the configuration: a mount waits for its MGS.</summary>
    private static readonly TimeSpan MgsRetry = TimeSpan.FromMilliseconds(250);

    private readonly Import _mdt;
    private readonly ImmutableSortedDictionary<int, Import> _osts;

    private LustreMount(Import mdt, ImmutableSortedDictionary<int, Import> osts) => (_mdt, _osts) = (mdt, osts);

    /// <summary>Indices of the OSTs.</summary>
    public IReadOnlyList<int> Osts => [.. _osts.Keys];

    /// <summary>Targets that serve this client now.</summary>
    public int Serving => Imports.Count(i => i.Serves);

    /// <summary>Targets in all.</summary>
    public int Targets => 1 + _osts.Count;

    /// <summary>Operations replayed to restarted targets.</summary>
    public long Replayed => Imports.Sum(i => i.Replayed);

    /// <summary>Operations sent again after lost connections.</summary>
    public long Resent => Imports.Sum(i => i.Resent);

    private IEnumerable<Import> Imports => _osts.Values.Prepend(_mdt);

    /// <summary>Mounts: asks the MGS where the targets are, for as long as it takes.</summary>
    /// <param name="client">The client.</param>
    /// <param name="mgsNids">NIDs of the MGS, in the order of preference.</param>
    /// <param name="fsName">File system.</param>
    /// <param name="news">Told of evictions.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<LustreMount> MountAsync(
        ClientIdentity client, IReadOnlyList<string> mgsNids, string fsName, IClientNews news, CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var nid in mgsNids)
            {
                var targets = await AskMgsAsync(client, nid, fsName, cancellationToken);
                if (targets.FirstOrDefault(t => t.Service == $"{fsName}-MDT0000") is { } mdt && targets.Any(IsOst))
                    return new LustreMount(
                        new Import(client, mdt, news),
                        targets.Where(IsOst).ToImmutableSortedDictionary(Index, t => new Import(client, t, news)));
            }
            await Task.Delay(MgsRetry, client.Clock, cancellationToken);
        }
    }

    /// <summary>Asks an MDT.</summary>
    public Task<Reply> AskMdtAsync(Operation operation, CancellationToken cancellationToken) => _mdt.AskAsync(operation, cancellationToken);

    /// <summary>Asks an OST.</summary>
    public Task<Reply> AskOstAsync(int index, Operation operation, CancellationToken cancellationToken) =>
        _osts[index].AskAsync(operation, cancellationToken);

    /// <summary>Index of the OST of that service name; -1 when it is the MDT.</summary>
    public int OstOf(string target) => _osts.FirstOrDefault(o => o.Value.Target == target, new(-1, _mdt)).Key;

    /// <summary>Unmounts: every target that serves is told, so that nobody waits for this client later.</summary>
    public Task LeaveAsync(CancellationToken cancellationToken) => Task.WhenAll(Imports.Select(i => i.LeaveAsync(cancellationToken)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var import in Imports)
            await import.DisposeAsync();
    }

    private static async Task<ImmutableArray<TargetAddress>> AskMgsAsync(
        ClientIdentity client, string nid, string fsName, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(client.Times.Connect);
        var hello = new Hello(client.Uuid, client.Nid, Hello.Mgs) { FsName = fsName };
        try
        {
            if (client.SocketOfNid(nid) is not { } path || await ClientSocket.OpenAsync(path, hello, deadline.Token) is not { } stream)
                return [];
            await using (stream)
                return await FrameStream.ReadAsync(stream, DataLimits.MessageBytesMax, deadline.Token) is { } answer
                    ? HelloCodec.DecodeTargets(answer)
                    : [];
        }
        catch (Exception error) when (error is IOException or DataFormatException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return [];
        }
    }

    private static bool IsOst(TargetAddress target) => target.Service.Contains("-OST", StringComparison.Ordinal);

    private static int Index(TargetAddress target) => int.Parse(target.Service[^4..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
