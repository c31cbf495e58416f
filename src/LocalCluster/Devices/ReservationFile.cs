using System.Collections.Immutable;
using System.Text.Json;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.LustreModel.Devices.Reservations;

namespace LustreSupervisor.LocalCluster.Devices;

/// <summary>
/// Reservations of a device, beside its image: in life they are the storage controller's and no byte of the medium. Replaced as a whole, so that a
/// reader needs no latch; whoever reads in order to write holds the device's.
/// </summary>
/// <param name="image">Path of the image.</param>
internal sealed class ReservationFile(string image)
{
    private readonly string _path = image + ".reservations";

    /// <summary>Reads; a device of which nobody ever asked for reservations has no such file.</summary>
    /// <exception cref="IOException">It cannot be read: then nobody may write the device.</exception>
    public ReservationTable Read()
    {
        if (!File.Exists(_path))
            return ReservationTable.Empty;
        var record = DeviceJson.Read(File.ReadAllBytes(_path), DeviceJson.Default.ReservationRecord)
            ?? throw new IOException($"{_path} is no table of reservations");
        return new ReservationTable(
            record.Registrants.ToImmutableSortedDictionary(StringComparer.Ordinal), record.Holder, record.Type, record.Generation);
    }

    /// <summary>Replaces it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(ReservationTable table) => AtomicFile.Write(_path, JsonSerializer.Serialize(
        new ReservationRecord(table.Registrants.ToDictionary(StringComparer.Ordinal), table.Holder, table.Type, table.Generation),
        DeviceJson.Default.ReservationRecord));
}

/// <summary>Reservations as they lie beside an image.</summary>
internal sealed record ReservationRecord(Dictionary<string, ulong> Registrants, string? Holder, int Type, uint Generation);
