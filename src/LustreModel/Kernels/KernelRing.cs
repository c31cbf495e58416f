using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Kernels;

/// <summary>One line of a kernel's ring buffer.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Text">The line, without its time.</param>
public sealed record KernelLine(DateTimeOffset At, string Text);

/// <summary>What <c>dmesg</c> shows: the newest lines that a kernel wrote, the oldest forgotten first.</summary>
public sealed record KernelRing
{
    /// <summary>Lines that are kept: more than a day of mounts and recoveries writes; a real ring of 256 KiB holds about as many.</summary>
    public const int LinesMax = 2048;

    /// <summary>A kernel that has said nothing yet.</summary>
    public static readonly KernelRing Empty = new();

    /// <summary>The lines, oldest first.</summary>
    public ImmutableQueue<KernelLine> Lines { get; private init; } = [];

    /// <summary>How many there are.</summary>
    public int Count { get; private init; }

    /// <summary>The ring after one line more.</summary>
    internal KernelRing Add(KernelLine line) => Count < LinesMax
        ? new KernelRing { Lines = Lines.Enqueue(line), Count = Count + 1 }
        : new KernelRing { Lines = Lines.Dequeue().Enqueue(line), Count = Count };
}
