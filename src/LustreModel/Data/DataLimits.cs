namespace LustreSupervisor.LustreModel.Data;

/// <summary>Sizes that clients and targets agree on.</summary>
public static class DataLimits
{
    /// <summary>Most bytes that one request or reply carries: Lustre's smallest default for bulk I/O (<c>max_pages_per_rpc</c>, 1 MiB).</summary>
    public const int PayloadBytesMax = 1 << 20;

    /// <summary>Longest message: payload, longest names and widest layout fit.</summary>
    public const int MessageBytesMax = PayloadBytesMax + (64 << 10);

    /// <summary>Longest name, UUID or NID, in bytes of UTF-8 (<c>PATH_MAX</c> is not needed: files lie in few directories).</summary>
    public const int NameBytesMax = 512;

    /// <summary>Requests that a client may have under way at one target (<c>max_rpcs_in_flight</c> is 8 by default, 256 at most).</summary>
    public const int InFlightMax = 256;
}
