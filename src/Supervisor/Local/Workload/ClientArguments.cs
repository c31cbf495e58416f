using System.CommandLine;
using System.Globalization;
using LustreSupervisor.LocalCluster.Clients;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.Supervisor.Local.Workload;

/// <summary>Command line of a client process, both ways.</summary>
internal sealed class ClientArguments
{
    /// <summary>Name of the command.</summary>
    public const string Command = "lustre-client";

    private readonly Option<string> fsName = new("--fs") { Required = true };
    private readonly Option<string> mgs = new("--mgs") { Required = true };
    private readonly Option<int> index = new("--index") { Required = true };
    private readonly Option<int> seed = new("--seed") { Required = true };
    private readonly Option<int> stripes = new("--stripe-count") { Required = true };
    private readonly Option<long> rate = new("--bytes-per-second") { Required = true };

    /// <summary>Options of the command.</summary>
    public IReadOnlyList<Option> Options => [fsName, mgs, index, seed, stripes, rate];

    /// <summary>Reads a command line.</summary>
    /// <param name="parsed">The command line.</param>
    public ClientOptions Read(ParseResult parsed) => new(
        parsed.GetValue(fsName)!, parsed.GetValue(mgs)!.Split(','), parsed.GetValue(index), parsed.GetValue(seed),
        parsed.GetValue(stripes), parsed.GetValue(rate));

    /// <summary>Makes a command line.</summary>
    /// <param name="options">What the client is told.</param>
    /// <param name="directory">State directory of the cluster.</param>
    public static IEnumerable<string> Of(ClientOptions options, StateDirectory directory) =>
    [
        "internal", Command, "--state-dir", directory.Root, "--fs", options.FsName, "--mgs", string.Join(',', options.MgsNids),
        "--index", Text(options.Index), "--seed", Text(options.Seed), "--stripe-count", Text(options.StripeCount),
        "--bytes-per-second", Text(options.BytesPerSecond),
    ];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
