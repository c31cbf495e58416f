namespace LustreSupervisor.LustreModel.Lnet;

/// <summary>An interface that LNet uses: one rail of one network.</summary>
/// <param name="Net">LNet network, <c>tcp</c>, <c>o2ib1</c>.</param>
/// <param name="Interface">Name of the interface.</param>
/// <param name="Address">Its address.</param>
public sealed record LocalNi(string Net, string Interface, string Address)
{
    /// <summary>Address in LNet, <c>10.0.0.1@tcp</c>.</summary>
    public string Nid => $"{Address}@{Net}";

    /// <summary>Messages sent.</summary>
    public long Sent { get; init; }

    /// <summary>Messages received.</summary>
    public long Received { get; init; }

    /// <summary>Messages that found no way.</summary>
    public long Dropped { get; init; }
}
