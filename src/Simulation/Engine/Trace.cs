namespace LustreSupervisor.Simulation.Engine;

/// <summary>One line of a trace.</summary>
/// <param name="At">Time since the beginning.</param>
/// <param name="Who">Who did it or to whom it happened.</param>
/// <param name="What">What.</param>
internal sealed record TraceLine(TimeSpan At, string Who, string What);

/// <summary>What a person needs to follow a seed. Written only when a seed is replayed.</summary>
internal sealed class Trace(Agenda agenda, bool on)
{
    private readonly List<TraceLine> _lines = [];

    /// <summary>Lines so far.</summary>
    public IReadOnlyList<TraceLine> Lines => _lines;

    /// <summary>True when lines are kept: texts need not be made otherwise.</summary>
    public bool On => on;

    /// <summary>Adds a line.</summary>
    public void Add(string who, string what)
    {
        if (on)
            _lines.Add(new TraceLine(agenda.Elapsed, who, what));
    }
}
