using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Mounting;

/// <summary>Arguments of <c>mount</c> and <c>mount.lustre</c>.</summary>
/// <param name="Type">Value of <c>-t</c>; empty when none was given.</param>
/// <param name="Options">Values of <c>-o</c>, split at commas.</param>
/// <param name="Operands">What is left: device and directory.</param>
/// <param name="Unknown">First option that is not known; null when all are.</param>
internal sealed record MountArguments(string Type, ImmutableArray<string> Options, ImmutableArray<string> Operands, string? Unknown)
{
    public static MountArguments Parse(ImmutableArray<string> arguments)
    {
        var parsed = new MountArguments("", [], [], null);
        for (var i = 0; i < arguments.Length; i++)
        {
            var (name, value) = Split(arguments[i]);
            var takesValue = name is "-t" or "--types" or "-o" or "--options";
            if (takesValue && value is null && ++i < arguments.Length)
                value = arguments[i];
            parsed = name switch
            {
                "-t" or "--types" => parsed with { Type = value ?? "" },
                "-o" or "--options" => parsed with { Options = parsed.Options.AddRange((value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)) },
                "-v" or "--verbose" or "-n" or "--no-mtab" or "--nomtab" or "-i" or "--internal-only" => parsed,
                _ when name.StartsWith('-') => parsed with { Unknown = parsed.Unknown ?? name },
                _ => parsed with { Operands = parsed.Operands.Add(arguments[i]) },
            };
        }
        return parsed;
    }

    // "--types=lustre" and "-tlustre" carry their value with them.
    private static (string Name, string? Value) Split(string argument)
    {
        if (argument.StartsWith("--", StringComparison.Ordinal) && argument.Contains('='))
            return (argument[..argument.IndexOf('=')], argument[(argument.IndexOf('=') + 1)..]);
        if (argument.Length > 2 && (argument.StartsWith("-t", StringComparison.Ordinal) || argument.StartsWith("-o", StringComparison.Ordinal)))
            return (argument[..2], argument[2..]);
        return (argument, null);
    }
}
