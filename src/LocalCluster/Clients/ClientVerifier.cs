using LustreSupervisor.LustreModel.Data;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LocalCluster.Clients;

/// <summary>Reads back from the servers all that was acknowledged and compares it with what was written.</summary>
internal sealed class ClientVerifier(LustreMount mount, ClientOptions options)
{
    /// <summary>Tries of one read that a target refuses, an eviction under way for instance.</summary>
    private const int TriesMax = 5;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(200);

    private readonly FileContent _content = new((ulong)options.Seed);
    private long _verified;
    private long _lost;
    private long _revoked;
    private long _unverified;
    private string? _detail;

    private enum Found
    {
        AsWritten,

        /// <summary>As before it was written: no entry, no size, nothing but zeros.</summary>
        Absent,

        /// <summary>Neither as it was written nor as it was before: no eviction explains that.</summary>
        Otherwise,
        Unreadable,
    }

    /// <summary>Verifies all files, and adds the outcome to the line.</summary>
    public async Task<ClientLine> RunAsync(IReadOnlyList<WrittenFile> files, ClientLine line, CancellationToken cancellationToken)
    {
        foreach (var file in files)
            await VerifyAsync(file, cancellationToken);
        return line with { Verified = _verified, Lost = _lost, RevokedByEviction = _revoked, Unverified = _unverified, Detail = _detail };
    }

    private async Task VerifyAsync(WrittenFile file, CancellationToken cancellationToken)
    {
        var (created, closed, pieces) = file.Promises();
        if (created != Promise.None)
        {
            var look = await AskAsync(() => mount.AskMdtAsync(new LookUp(file.Name), cancellationToken), cancellationToken);
            Judge(created, Compare(look, l => l.Entry is { } e && e.Fid == file.Fid && e.Layout.Equals(file.Layout), l => l.Entry is null), file, "its entry");
            if (closed != Promise.None)
                Judge(closed, Compare(look, l => l.Entry?.Size == file.Size, l => l.Entry is null or { Size: 0 }), file, "its size");
        }
        for (var piece = 0; piece < pieces.Length; piece++)
        {
            if (pieces[piece] == Promise.None)
                continue;
            var (offset, length) = file.Piece(piece);
            var (ost, at, _) = file.Layout.Locate(offset);
            var read = await AskAsync(() => mount.AskOstAsync(ost, new ReadObject(file.Fid, at, length), cancellationToken), cancellationToken);
            var wanted = _content.At(file.Fid, offset, length);
            Judge(
                pieces[piece], Compare(read, r => r.Payload.Span.SequenceEqual(wanted), r => !r.Payload.Span.ContainsAnyExcept((byte)0)),
                file, $"bytes {offset} to {offset + length} on OST {ost}");
        }
    }

    private static Found Compare(Reply reply, Func<Reply, bool> holds, Func<Reply, bool> isAbsent) => reply.Result switch
    {
        0 => holds(reply) ? Found.AsWritten : isAbsent(reply) ? Found.Absent : Found.Otherwise,
        Errno.NoEntry => Found.Absent,
        _ => Found.Unreadable,
    };

    private static async Task<Reply> AskAsync(Func<Task<Reply>> ask, CancellationToken cancellationToken)
    {
        var reply = await ask();
        for (var tries = 1; tries < TriesMax && reply.Result is not (0 or Errno.NoEntry); tries++)
        {
            await Task.Delay(BetweenTries, cancellationToken);
            reply = await ask();
        }
        return reply;
    }

    private void Judge(Promise promise, Found found, WrittenFile file, string what)
    {
        if (found == Found.AsWritten)
            _verified++;
        else if (found == Found.Unreadable)
            _unverified++;
        else if (promise == Promise.Revoked && found == Found.Absent)
            _revoked++;
        else
        {
            _lost++;
            _detail ??= $"{file.Name} {file.Fid}: {what}";
        }
    }
}
