using System.Text;

namespace LustreSupervisor.Agent.Tools;

/// <summary>The part of an output that is kept: its beginning, or its last whole lines.</summary>
/// <param name="bytesMax">How much.</param>
/// <param name="end">The last lines.</param>
internal sealed class KeptOutput(int bytesMax, bool end) : IDisposable
{
    private readonly MemoryStream _kept = new();

    private bool _cut;

    /// <summary>Whether something is missing of the beginning-first output: what is left must not be taken for all there is.</summary>
    public bool LostItsEnd { get; private set; }

    /// <summary>Adds what was read.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (!end)
        {
            var fits = (int)Math.Min(bytes.Length, bytesMax - _kept.Length);
            _kept.Write(bytes[..fits]);
            LostItsEnd |= fits < bytes.Length;
            return;
        }
        _kept.Write(bytes);

        // Moving the tail to the front only now and then makes each byte move at most once or twice.
        if (_kept.Length > 2L * bytesMax)
            Trim();
    }

    /// <summary>The text kept.</summary>
    public override string ToString()
    {
        if (end && _kept.Length > bytesMax)
            Trim();
        var text = Encoding.UTF8.GetString(_kept.GetBuffer(), 0, (int)_kept.Length);
        return _cut ? text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..] : text;
    }

    /// <inheritdoc/>
    public void Dispose() => _kept.Dispose();

    private void Trim()
    {
        var tail = _kept.GetBuffer().AsSpan((int)_kept.Length - bytesMax, bytesMax).ToArray();
        _kept.SetLength(0);
        _kept.Write(tail);
        _cut = true;
    }
}
