using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Running;

/// <summary>One option of a tool.</summary>
/// <param name="Name">Long name.</param>
/// <param name="Letter">Short name.</param>
/// <param name="TakesValue">Whether a value follows.</param>
internal sealed record OptionSpec(string Name, char Letter, bool TakesValue);

/// <summary>A command line as getopt_long(3) reads it: options and operands in any order, unambiguous abbreviations allowed.</summary>
/// <param name="Given">Options in order, by long name, with their values.</param>
/// <param name="Operands">Everything else.</param>
/// <param name="Error">What getopt complains about, without the program's name; null when nothing.</param>
internal sealed record LongOptions(
    ImmutableArray<(string Name, string Value)> Given, ImmutableArray<string> Operands, string? Error)
{
    /// <summary>True when the option was given.</summary>
    public bool Has(string name) => Given.Any(o => o.Name == name);

    /// <summary>Value of the option where it was given last; null when it was not.</summary>
    public string? Value(string name) => Has(name) ? Given.Last(o => o.Name == name).Value : null;

    public static LongOptions Parse(ImmutableArray<string> arguments, ImmutableArray<OptionSpec> specs)
    {
        var given = ImmutableArray.CreateBuilder<(string, string)>();
        var operands = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = arguments[i];
            if (argument == "--")
            {
                operands.AddRange(arguments[(i + 1)..]);
                break;
            }
            if (argument.Length < 2 || argument[0] != '-')
            {
                operands.Add(argument);
                continue;
            }
            var (spec, value, error) = argument[1] == '-' ? Long(argument[2..], specs) : Short(argument[1..], specs);
            if (spec is { TakesValue: true } && value is null && error is null)
            {
                if (i + 1 == arguments.Length)
                    error = $"option '{argument}' requires an argument";
                else
                    value = arguments[++i];
            }
            if (spec is null || error is not null)
                return new LongOptions(given.ToImmutable(), operands.ToImmutable(), error ?? $"unrecognized option '{argument}'");
            given.Add((spec.Name, value ?? ""));
        }
        return new LongOptions(given.ToImmutable(), operands.ToImmutable(), null);
    }

    private static (OptionSpec? Spec, string? Value, string? Error) Long(string text, ImmutableArray<OptionSpec> specs)
    {
        var equals = text.IndexOf('=');
        var name = equals < 0 ? text : text[..equals];
        var value = equals < 0 ? null : text[(equals + 1)..];
        var matches = specs.Where(s => s.Name == name).ToArray();
        if (matches.Length == 0)
            matches = [.. specs.Where(s => s.Name.StartsWith(name, StringComparison.Ordinal))];
        if (matches.Length == 0)
            return (null, null, $"unrecognized option '--{name}'");
        if (matches.Length > 1)
            return (null, null, $"option '--{name}' is ambiguous");
        return value is not null && !matches[0].TakesValue
            ? (null, null, $"option '--{matches[0].Name}' doesn't allow an argument")
            : (matches[0], value, null);
    }

    private static (OptionSpec? Spec, string? Value, string? Error) Short(string text, ImmutableArray<OptionSpec> specs)
    {
        var spec = specs.FirstOrDefault(s => s.Letter == text[0]);
        if (spec is null || (!spec.TakesValue && text.Length > 1))
            return (null, null, $"invalid option -- '{text[0]}'");
        return (spec, text.Length > 1 ? text[1..] : null, null);
    }
}
