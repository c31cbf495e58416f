using System.Buffers.Binary;
using System.Globalization;
using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LocalCluster.Clients;

/// <summary>Writes file after file, each created, written in stripes, and closed.</summary>
internal sealed class ClientWriter(
    LustreMount mount, ClientIdentity client, ClientOptions options, FileLedger ledger, ClientStatistics statistics)
{
    /// <summary>Size of a stripe. Lustre's is 1 MiB; smaller ones make more operations of the same bytes.</summary>
    private const int StripeBytes = 64 << 10;

    private const int FileBytesMin = 16 << 10;
    private const int FileBytesMax = 1 << 20;

    /// <summary>After a refusal (a full device, one that has become read-only): a program would complain, this one tries again later.</summary>
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMilliseconds(500);

    // Odd factor: neither neighbouring seeds nor neighbouring clients draw the same.
    private readonly Random _random = new(unchecked((options.Seed * 7919) + options.Index));
    private readonly FileContent _content = new((ulong)options.Seed);
    private readonly ulong _sequence = BinaryPrimitives.ReadUInt64LittleEndian(new Guid(client.Uuid).ToByteArray());

    /// <summary>Writes until told to stop; what is under way then is finished.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken cancellationToken)
    {
        var started = client.Clock.GetTimestamp();
        var bytes = 0L;
        for (uint number = 1; !stop.IsCancellationRequested; number++)
        {
            var file = Draw(number);
            ledger.Add(file);
            var complete = await WriteAsync(file, cancellationToken);
            bytes += file.Size;
            var due = TimeSpan.FromSeconds((double)bytes / options.BytesPerSecond);
            var ahead = due - client.Clock.GetElapsedTime(started);
            await PauseAsync(complete ? ahead : AfterRefusal, stop);
        }
    }

    private WrittenFile Draw(uint number)
    {
        var count = options.StripeCount == 0 ? _random.Next(1, mount.Osts.Count + 1) : Math.Min(options.StripeCount, mount.Osts.Count);
        var first = _random.Next(mount.Osts.Count);
        var layout = new FileLayout(StripeBytes, [.. Enumerable.Range(first, count).Select(i => mount.Osts[i % mount.Osts.Count])]);
        var name = string.Create(CultureInfo.InvariantCulture, $"workload-{client.Uuid}/client{options.Index}/file{number}");
        return new WrittenFile(name, new Fid(_sequence, number), layout, _random.Next(FileBytesMin, FileBytesMax + 1));
    }

    private async Task<bool> WriteAsync(WrittenFile file, CancellationToken cancellationToken)
    {
        var create = await DoAsync(() => mount.AskMdtAsync(new CreateFile(file.Name, file.Fid, file.Layout), cancellationToken), file.Created);
        if (!create)
            return false;
        var written = await Task.WhenAll(Enumerable.Range(0, file.Pieces).Select(piece => WriteAsync(file, piece, cancellationToken)));
        return Array.TrueForAll(written, ok => ok)
            && await DoAsync(() => mount.AskMdtAsync(new CloseFile(file.Name, file.Size), cancellationToken), file.Closed);
    }

    private Task<bool> WriteAsync(WrittenFile file, int piece, CancellationToken cancellationToken)
    {
        var (offset, length) = file.Piece(piece);
        var (ost, at, _) = file.Layout.Locate(offset);
        var write = new WriteObject(file.Fid, at, _content.At(file.Fid, offset, length));
        return DoAsync(() => mount.AskOstAsync(ost, write, cancellationToken), () => file.Written(piece), length);
    }

    private async Task<bool> DoAsync(Func<Task<Reply>> ask, Action acknowledged, int bytes = 0)
    {
        var started = client.Clock.GetTimestamp();
        var reply = await ask();
        if (reply.Result != 0)
        {
            statistics.Refused(reply.Result);
            return false;
        }
        acknowledged();
        statistics.Acknowledged(bytes, client.Clock.GetElapsedTime(started));
        return true;
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stop)
    {
        if (pause > TimeSpan.Zero)
            await Task.Delay(pause, client.Clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
