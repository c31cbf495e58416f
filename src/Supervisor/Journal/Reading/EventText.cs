using System.Globalization;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Supervisor.Journal.Reading;

/// <summary>Decisions in words, one line each.</summary>
public static class EventText
{
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>A line: time, entity, what was decided, why, and on whose request.</summary>
    /// <param name="entry">The decision.</param>
    /// <param name="entityWidth">Columns of the entity, so that lines stand under each other.</param>
    public static string Line(JournalEntry entry, int entityWidth = 0) =>
        $"{Time(entry.At)}  {entry.Entity.PadRight(entityWidth)}  {What(entry.Event)} ({entry.Event.Meta.Cause}; by {entry.Event.Meta.By})";

    /// <summary>A time in UTC to the millisecond.</summary>
    public static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString(TimeForm, CultureInfo.InvariantCulture);

    /// <summary>What was decided.</summary>
    /// <exception cref="InvalidOperationException">The event has no words.</exception>
    public static string What(IDomainEvent e) => OneLine(e switch
    {
        ServerEvent x => ServerEventText.What(x),
        FilesystemEvent x => FilesystemEventText.What(x),
        MachineEvent x => MachineEventText.What(x),
        _ => throw new InvalidOperationException($"{e.GetType().Name} has no words."),
    });

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
