using LustreSupervisor.StampCheck.Reading;

namespace LustreSupervisor.StampCheck;

/// <summary>What one kernel wrote between one mount and its end.</summary>
/// <param name="stamps">Its stamps, in order; at least one.</param>
internal sealed class Session(List<FoundStamp> stamps)
{
    /// <summary>Its stamps, in order.</summary>
    public IReadOnlyList<FoundStamp> Stamps => stamps;

    /// <summary>First stamp.</summary>
    public FoundStamp First => stamps[0];

    /// <summary>Last stamp so far.</summary>
    public FoundStamp Last => stamps[^1];

    /// <summary>The writing kernel.</summary>
    public Kernel Kernel => First.Kernel;

    /// <summary>True when it began as it must, by a mount.</summary>
    public bool Mounted => First.IsMount;

    /// <summary>True when the kernel said that it would not write again.</summary>
    public bool Unmounted => Last.IsUnmount;

    /// <summary>Short name for messages: <c>node2 (boot 1a2b3c4d)</c>.</summary>
    public string Who => $"{First.Node} (boot {(Kernel.BootId.Length > 8 ? Kernel.BootId[..8] : Kernel.BootId)})";

    /// <summary>
    /// Sorts stamps into sessions, in the order of their first stamps. A session begins with a mount and ends with an unmount; a kernel's
    /// stamp outside of one begins a session without a mount.
    /// </summary>
    public static IReadOnlyList<Session> Of(IReadOnlyList<FoundStamp> stamps)
    {
        var all = new List<Session>();
        var open = new Dictionary<Kernel, List<FoundStamp>>();
        foreach (var stamp in stamps)
        {
            if (stamp.IsMount || !open.TryGetValue(stamp.Kernel, out var session))
            {
                open[stamp.Kernel] = session = [];
                all.Add(new Session(session));
            }

            session.Add(stamp);
            if (stamp.IsUnmount)
                open.Remove(stamp.Kernel);
        }

        return all;
    }
}
