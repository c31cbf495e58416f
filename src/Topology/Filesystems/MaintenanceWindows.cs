using System.Collections.Immutable;
using System.Globalization;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>
/// Windows of the week in which disruptive work may be done: <c>Sat 22:00-04:00</c>, a day and two times in UTC; one that ends before it
/// begins ends on the next day. <c>*</c> stands for every day.
/// </summary>
public static class MaintenanceWindows
{
    private const string EveryDay = "*";
    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    /// <summary>True when one of the windows is open at <paramref name="now"/>. What cannot be read is no window.</summary>
    public static bool AreOpen(ImmutableArray<string> windows, DateTimeOffset now) => windows.Any(w => IsOpen(w, now.ToUniversalTime()));

    /// <summary>Null when the text is a window, else what is wrong with it.</summary>
    public static string? Complaint(string window) => TryParse(window, out _)
        ? null
        : $"\"{window}\" is no window; write a day (Sun to Sat, or *) and two times in UTC: Sun 02:00-04:00";

    private static bool IsOpen(string text, DateTimeOffset now)
    {
        if (!TryParse(text, out var window))
            return false;
        var time = TimeOnly.FromDateTime(now.UtcDateTime);
        var today = now.UtcDateTime.DayOfWeek;
        var yesterday = now.UtcDateTime.AddDays(-1).DayOfWeek;
        return window.From < window.To
            ? window.Holds(today) && time >= window.From && time < window.To
            : (window.Holds(today) && time >= window.From) || (window.Holds(yesterday) && time < window.To);
    }

    private static bool TryParse(string text, out Window window)
    {
        window = default;
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts is not [var day, var span] || (day != EveryDay && !Days.Contains(day)) || span.Split('-') is not [var from, var to])
            return false;
        if (!TryTime(from, out var begin) || !TryTime(to, out var end) || begin == end)
            return false;
        window = new Window(day == EveryDay ? null : (DayOfWeek)Array.IndexOf(Days, day), begin, end);
        return true;
    }

    private static bool TryTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    private readonly record struct Window(DayOfWeek? Day, TimeOnly From, TimeOnly To)
    {
        internal bool Holds(DayOfWeek day) => Day is null || Day == day;
    }
}
