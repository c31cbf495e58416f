namespace LustreSupervisor.StampCheck;

/// <summary>Ways in which a device shows that a rule was broken.</summary>
public enum ViolationKind
{
    /// <summary>Two kernels wrote in turns: one target was mounted twice.</summary>
    Interleaved,

    /// <summary>A kernel wrote without having mounted, or after its own unmount.</summary>
    NotMounted,

    /// <summary>A kernel found the device written or formatted by another while it had it mounted, and said so.</summary>
    DataLoss,

    /// <summary>The file system changed while a kernel had it mounted, or had never unmounted it.</summary>
    Formatted,

    /// <summary>Numbers are missing: stamps were lost or overwritten.</summary>
    Gap,

    /// <summary>A place on the device holds something else than it should.</summary>
    Damaged,
}

/// <summary>One broken rule.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Sequence">Number of the stamp that shows it; 0 when no stamp does.</param>
/// <param name="Text">What was seen, for a person.</param>
public sealed record Violation(ViolationKind Kind, long Sequence, string Text);
