using System.Text;

namespace LustreSupervisor.Topology.Common;

/// <summary>
/// The annotation by which a person keeps everybody's hands off, whatever its value: on a <c>LustreFilesystem</c> for all of it, on a
/// <c>LustreTarget</c> for that target, on the target's Lease for its agent, which reads it without any supervisor.
/// </summary>
public static class HandsOff
{
    /// <summary>Key of the annotation.</summary>
    public const string Annotation = "lustre.cloudnative-hpc.io/hands-off";

    /// <summary>Shown where the annotation has no value: it counts all the same.</summary>
    public const string NoReason = "no reason given";

    /// <summary>Longest reason that is kept, in characters: an annotation may be 256 KiB, and this one is journaled.</summary>
    public const int ReasonMax = 500;

    /// <summary>The reason that people are shown; empty when the annotation is absent, never empty when it is there.</summary>
    /// <param name="value">Value of the annotation; null when it is absent.</param>
    public static string Reason(string? value)
    {
        if (value is null)
            return "";
        var text = new StringBuilder();
        foreach (var c in value.Length <= ReasonMax ? value : value[..ReasonMax])
            text.Append(char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c);
        return text.ToString().Trim() is { Length: > 0 } reason ? reason : NoReason;
    }

    /// <summary>What a person types to lift it.</summary>
    /// <param name="resource">Resource as kubectl names it, such as <c>lustretarget</c>.</param>
    /// <param name="space">Namespace.</param>
    /// <param name="name">Name of the object.</param>
    public static string Lift(string resource, string space, string name) => $"kubectl -n {space} annotate {resource} {name} {Annotation}-";
}
