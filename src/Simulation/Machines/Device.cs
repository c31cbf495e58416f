using LustreSupervisor.LustreModel.Devices;

namespace LustreSupervisor.Simulation.Machines;

/// <summary>A block device of the SAN: what is on it, and what a witness remembers of it.</summary>
internal sealed class Device(string id, string role, long sizeBytes)
{
    internal string Id => id;

    /// <summary>Role that its label declares: <c>mgt</c>, <c>mdt</c> or <c>ost</c>.</summary>
    internal string Role => role;

    internal string Path { get; } = $"/dev/mapper/{id}";

    internal long SizeBytes => sizeBytes;

    internal DeviceState State { get; set; } = new($"/dev/mapper/{id}", sizeBytes);

    /// <summary>Its signatures were wiped by somebody: tools find nothing, the data is there.</summary>
    internal bool Wiped { get; set; }

    /// <summary>What mkfs made of it first; null when it never ran here.</summary>
    internal string? FormattedAs { get; set; }

    /// <summary>Somebody else's data was on it from the beginning.</summary>
    internal bool HoldsForeignData { get; set; }

    /// <summary>No byte other than zero is where a look for data looks.</summary>
    internal bool LooksEmpty => State.Content is Blank && !Wiped;
}
