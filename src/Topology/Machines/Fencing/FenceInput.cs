using System.Collections.Immutable;
using System.Text;

namespace LustreSupervisor.Topology.Machines.Fencing;

/// <summary>
/// What a fence script reads: one <c>name=value</c> a line on standard input, nothing on the command line, where every user of the machine
/// could read a password (ClusterLabs fence-agents, <c>doc/FenceAgentAPI.md</c>).
/// </summary>
/// <param name="Action">What to do.</param>
/// <param name="NodeName">Node of the machine; <c>nodename</c>.</param>
/// <param name="SystemUuid">The machine; <c>system_uuid</c>, for scripts that check whom they are about to hit. Others ignore it.</param>
/// <param name="Plug">
/// What the fence device calls the machine; <c>plug</c>, and <c>port</c>, its older name. Null where the script goes by the node's name.
/// </param>
/// <param name="Options">The site's own options.</param>
public sealed record FenceInput(
    FenceAction Action, string NodeName, string SystemUuid, string? Plug, ImmutableSortedDictionary<string, string> Options)
{
    /// <summary>Names that this supervisor gives itself: an option must not change whom a script hits, or how.</summary>
    public static ImmutableArray<string> Reserved { get; } = ["action", "option", "nodename", "system_uuid", "plug", "port"];

    /// <summary>The text for standard input: the same for the same input, options in order of name.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder();
            Line(text, "action", NameOf(Action));
            Line(text, "nodename", NodeName);
            Line(text, "system_uuid", SystemUuid);
            if (Plug is not null)
            {
                Line(text, "plug", Plug);
                Line(text, "port", Plug);
            }

            foreach (var (name, value) in Options)
                Line(text, name, value);
            return text.ToString();
        }
    }

    /// <summary>What is wrong with an option, for people; null when nothing is. The value is not repeated: it may be a secret.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public static string? Complaint(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            return "is no name of an option; letters, digits, _ and - make one";
        if (Reserved.Contains(name.ToLowerInvariant()))
            return "is set by the supervisor itself; remove it";
        return ValueComplaint(value);
    }

    /// <summary>What is wrong with a value, for people; null when nothing is.</summary>
    public static string? ValueComplaint(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Any(char.IsControl) ? "holds a line break or another control character, which would begin a line of its own" : null;
    }

    /// <summary>The action as scripts read it.</summary>
    public static string NameOf(FenceAction action) => action switch
    {
        FenceAction.Off => "off",
        FenceAction.On => "on",
        FenceAction.Status => "status",
        _ => "monitor",
    };

    /// <exception cref="ArgumentException">A value would begin a line of its own.</exception>
    private static void Line(StringBuilder text, string name, string value)
    {
        if (ValueComplaint(value) is { } complaint)
            throw new ArgumentException($"{name} {complaint}", nameof(value));
        text.Append(name).Append('=').Append(value).Append('\n');
    }
}
