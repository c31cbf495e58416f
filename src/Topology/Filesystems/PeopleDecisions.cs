using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>What people say to a file system beside its spec: hands off, and orders for targets that it does not have.</summary>
internal static class PeopleDecisions
{
    /// <summary>Code of the refusal of an order for a target that does not exist.</summary>
    private const string UnknownTarget = "UnknownTarget";

    /// <summary>The same refusal is journaled once in this time, and of different ones no more than <see cref="LostOrdersMax"/>.</summary>
    private static readonly TimeSpan RefusalsApart = TimeSpan.FromSeconds(60);

    /// <summary>A script that tries one name after the other must not fill the journal; a person mistypes less often.</summary>
    private const int LostOrdersMax = 10;

    internal static Decision<FilesystemEvent> NoteHandsOff(FilesystemState state, NoteFilesystemHandsOff command, DecisionContext context) =>
        command.Reason == state.HandsOff
            ? FilesystemDecider.Unchanged()
            : FilesystemDecider.Accept(new FilesystemHandsOffChanged(
                context.Meta(command.Reason.Length > 0 ? "annotated by a person" : "the annotation was lifted"), command.Reason));

    internal static Decision<FilesystemEvent> NoteLostOrder(FilesystemState state, NoteLostOrder command, DecisionContext context)
    {
        var recent = state.LostOrders.Where(o => context.Now - o.At < RefusalsApart).ToList();
        if (recent.Count >= LostOrdersMax || recent.Exists(o => (o.Target, o.Order, o.By) == (command.Target, command.Order, command.By)))
            return FilesystemDecider.Unchanged();
        var meta = context.Meta("a person's order was refused", command.By.Length > 0 ? command.By : "unknown");
        return FilesystemDecider.Accept(new FilesystemOrderRefused(meta, command.Target, command.Order, UnknownTarget, command.Message));
    }

    internal static FilesystemState Fold(FilesystemState state, FilesystemOrderRefused e) => state with
    {
        LostOrders =
        [
            .. state.LostOrders.Where(o => e.Meta.At - o.At < RefusalsApart), new LostOrder(e.Target, e.Order, e.Meta.By, e.Meta.At),
        ],
    };

    /// <summary>The servers learn of it by their entries in the plan.</summary>
    internal static FilesystemState Fold(FilesystemState state, FilesystemHandsOffChanged e) => state with
    {
        HandsOff = e.Reason, Servers = [.. state.Servers.Select(s => s with { HandsOff = e.Reason })],
    };
}
