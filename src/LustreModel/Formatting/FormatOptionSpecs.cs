using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Formatting;

/// <summary>Options of <c>mkfs.lustre</c> and <c>tunefs.lustre</c> 2.17.</summary>
internal static class FormatOptionSpecs
{
    private static readonly ImmutableArray<OptionSpec> Common =
    [
        new("backfs-mount-opts", 'B', true), new("failnode", 'f', true), new("failover", '\0', true), new("mgs", 'G', false),
        new("help", 'h', false), new("index", 'i', true), new("fsname", 'L', true), new("mgsnode", 'm', true),
        new("mgsnid", '\0', true), new("dryrun", 'n', false), new("nomgs", 'N', false), new("mountfsoptions", 'o', true),
        new("param", 'p', true), new("quiet", 'q', false), new("servicenode", 's', true), new("network", 't', true),
        new("comment", 'u', true), new("force-nohostid", 'U', false), new("verbose", 'v', false), new("version", 'V', false),
    ];

    public static readonly ImmutableArray<OptionSpec> Mkfs = Common.AddRange(
        new("backfstype", 'b', true), new("stripe-count-hint", 'c', true), new("device-size", 'd', true),
        new("mkfsoptions", 'k', true), new("mdt", 'M', false), new("ost", 'O', false), new("reformat", 'r', false),
        new("replace", 'R', false));

    public static readonly ImmutableArray<OptionSpec> Tunefs = Common.AddRange(
        new("erase-param", 'E', true), new("erase-params", 'e', false), new("nolocallogs", 'l', false),
        new("replace", 'r', false), new("writeconf", 'w', false));
}
