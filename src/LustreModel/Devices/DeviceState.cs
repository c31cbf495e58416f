namespace LustreSupervisor.LustreModel.Devices;

/// <summary>All that is true of one device at one moment.</summary>
/// <param name="Path">Path on the node that looks.</param>
/// <param name="SizeBytes">Capacity in bytes.</param>
public sealed record DeviceState(string Path, long SizeBytes)
{
    // Separator, role and index: ":OST000a".
    private const int SuffixLength = 8;

    /// <summary>What is on it.</summary>
    public DeviceContent Content { get; init; } = new Blank();

    /// <summary>Its multi-mount protection block; meaningful where <see cref="TargetData.Mmp"/> is set.</summary>
    public MmpBlock Mmp { get; init; } = MmpBlock.Unused;

    /// <summary>Configuration that an MGS keeps on it; empty on other targets.</summary>
    public MgsConfig Config { get; init; } = MgsConfig.Empty;

    /// <summary>The newest stamp; null when nobody ever mounted it.</summary>
    public Stamp? LastStamp { get; init; }

    /// <summary>Name of the service that the label stands for, complete or not: <c>demo-OST000a</c>, <c>MGS</c>; empty when it bears none.</summary>
    public string Service => Content switch
    {
        Formatted formatted => formatted.Data.ServiceName,
        HalfFormatted { Label: { Length: > SuffixLength } label } => $"{label[..^SuffixLength]}-{label[^(SuffixLength - 1)..]}",
        HalfFormatted half => half.Label,
        _ => "",
    };

    /// <summary>The target on it, if it is one.</summary>
    public TargetData? Target => (Content as Formatted)?.Data;
}
