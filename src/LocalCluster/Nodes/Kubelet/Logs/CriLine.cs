using System.Globalization;
using System.Text;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Logs;

/// <summary>
/// One line of a container's log in the format of container runtimes (KEP "CRI logging"): time, stream, <c>F</c> for a whole line or
/// <c>P</c> for a part of one, text.
/// </summary>
/// <param name="Time">When it was written, as text (RFC 3339 with nanoseconds).</param>
/// <param name="IsError">True for standard error.</param>
/// <param name="IsPart">The line goes on.</param>
/// <param name="Text">The text, without a line feed.</param>
internal sealed record CriLine(string Time, bool IsError, bool IsPart, ReadOnlyMemory<byte> Text)
{
    /// <summary>Longest text of one line; a longer one is written in parts, as containerd does.</summary>
    public const int TextBytesMax = 16 * 1024;

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff00'Z'";
    private const string Error = "stderr";
    private const string Output = "stdout";

    /// <summary>The time as a line carries it.</summary>
    public static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>The moment of <see cref="Time"/>; the epoch when it cannot be read.</summary>
    public DateTimeOffset Moment =>
        DateTimeOffset.TryParse(Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : DateTimeOffset.UnixEpoch;

    /// <summary>What stands before the text.</summary>
    public static byte[] Head(DateTimeOffset time, bool isError, bool isPart) =>
        Encoding.ASCII.GetBytes($"{Stamp(time)} {(isError ? Error : Output)} {(isPart ? 'P' : 'F')} ");

    /// <summary>Reads a line; null when it is none of ours, such as one cut by a full disk.</summary>
    /// <param name="line">Without its line feed.</param>
    public static CriLine? Parse(ReadOnlyMemory<byte> line)
    {
        Span<Range> words = stackalloc Range[4];
        var span = line.Span;
        var from = 0;
        for (var word = 0; word < 3; word++)
        {
            var length = span[from..].IndexOf((byte)' ');
            if (length <= 0)
                return null;
            words[word] = from..(from + length);
            from += length + 1;
        }

        var stream = Encoding.ASCII.GetString(span[words[1]]);
        var tag = span[words[2]];
        return stream is Error or Output && tag.Length == 1 && tag[0] is (byte)'F' or (byte)'P'
            ? new CriLine(Encoding.ASCII.GetString(span[words[0]]), stream == Error, tag[0] == 'P', line[from..])
            : null;
    }
}
