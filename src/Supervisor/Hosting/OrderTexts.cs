using LustreSupervisor.Supervisor.Management.Commands;

namespace LustreSupervisor.Supervisor.Hosting;

/// <summary>What people are told about their orders.</summary>
internal static class OrderTexts
{
    /// <summary>Longest text of a caller that is logged or sent back.</summary>
    private const int ShownMax = 100;

    /// <summary>What an accepted order leads to.</summary>
    internal static string Outcome(OrderKind kind, string name, TargetOrder order) => kind switch
    {
        OrderKind.Release => $"{name} is released by {order.By} and starts again",
        OrderKind.Failover => $"{name} is moved to {order.ToNode ?? "the best other node"} by a clean unmount, ordered by {order.By}",
        OrderKind.Fence => $"the machine that holds {name} is fenced, ordered by {order.By}",
        _ => $"{name} takes the word of {order.By} that its machine is off as the proof, and goes on elsewhere",
    };

    /// <summary>A caller's text, cut and without control characters.</summary>
    internal static string Shown(string text)
    {
        var cut = text.Length > ShownMax ? text[..ShownMax] : text;
        return string.Concat(cut.Select(c => char.IsControl(c) ? '?' : c));
    }
}
