namespace LustreSupervisor.LocalCluster.Clients;

/// <summary>What a client process is told.</summary>
/// <param name="FsName">File system to mount.</param>
/// <param name="MgsNids">NIDs of the MGS, in the order of preference.</param>
/// <param name="Index">Which client of the run it is, from 1: its NID and its files follow from it.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="StripeCount">Stripes of each file; 0 for one to all OSTs by chance.</param>
/// <param name="BytesPerSecond">How fast it writes at most.</param>
public sealed record ClientOptions(
    string FsName, IReadOnlyList<string> MgsNids, int Index, int Seed, int StripeCount, long BytesPerSecond)
{
    /// <summary>Clients of a run: one address each in <c>127.0.9.0/24</c>.</summary>
    public const int ClientsMax = 250;

    /// <summary>NID of a client of a run.</summary>
    /// <param name="index">Which, from 1.</param>
    public static string NidOf(int index) => $"127.0.9.{index}@tcp";

    /// <summary>Stripes of a file at most.</summary>
    public const int StripesMax = LustreModel.Data.FileLayout.StripesMax;

    /// <summary>What one client writes unless told otherwise: enough to have operations under way at all times, little enough for a laptop.</summary>
    public const long DefaultBytesPerSecond = 1 << 20;

    /// <summary>Line on standard input that ends the writing.</summary>
    public const string Stop = "stop";

    /// <summary>Line on standard input that starts the verification.</summary>
    public const string Verify = "verify";
}
