using System.Globalization;
using System.Text.RegularExpressions;
using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.LustreModel.Devices;

namespace LustreSupervisor.LocalCluster.Hall.Faults;

/// <summary>Faults that are written on devices before a new target meets them.</summary>
/// <param name="catalog">The devices.</param>
/// <param name="targets">The targets.</param>
internal sealed partial class DeviceFaults(DeviceCatalog catalog, TargetPlaces targets)
{
    /// <summary>Label of a device that says which kind of target it is for, as in the samples.</summary>
    private const string RoleLabel = "lustre";

    /// <summary>Lets the MGS hold the index of a target for taken.</summary>
    /// <param name="word">Label of a target that is yet to come.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="StateException">The target exists, or its file system's MGS does not.</exception>
    public async Task<string> MarkIndexUsedAsync(string word, CancellationToken cancellationToken)
    {
        var label = Label.Parse(word);
        var all = await targets.ListAsync(cancellationToken);
        if (all.FirstOrDefault(target => target.Is(word)) is { DeviceId.Length: > 0 } present && IsFormatted(present.DeviceId))
            throw new StateException($"{present.FullName} is registered already, its index is its own: name a target that is yet to come.");
        var filesystem = all.FirstOrDefault(target => target.Label.StartsWith(label.FsName + "-", StringComparison.Ordinal))?.Filesystem
            ?? throw new StateException($"There is no file system '{label.FsName}' with targets of its own.");
        var mgs = all.FirstOrDefault(target => target.IsMgs && target.Filesystem == filesystem)
            ?? throw new StateException($"File system '{filesystem}' has no management server of its own.");
        await GuardAsync(() => catalog.MarkIndexUsedAsync(
            Device(mgs.DeviceId), label.FsName, label.IsMdt ? IndexSpace.Mdt : IndexSpace.Ost, label.Index, cancellationToken));
        return $"{mgs.FullName} holds the index of {word} for taken: the next new target with it is refused";
    }

    /// <summary>Leaves the remains of a format on the free device that a new target of that kind gets.</summary>
    /// <param name="word">Label of a target that is yet to come.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="StateException">There is no free device for it.</exception>
    public async Task<string> HalfFormatAsync(string word, CancellationToken cancellationToken)
    {
        var label = Label.Parse(word);
        var claimed = (await targets.ListAsync(cancellationToken)).Select(target => target.DeviceId).ToHashSet(StringComparer.Ordinal);
        var role = label.IsMdt ? "mdt" : "ost";
        // The supervisor takes the first free one in the order of the names.
        var device = catalog.List()
            .Where(device => device.Labels.GetValueOrDefault(RoleLabel) == role && !claimed.Contains(device.Id))
            .OrderBy(device => device.Id, StringComparer.Ordinal)
            .FirstOrDefault(device => catalog.Inspect(device)?.Content is Blank)
            ?? throw new StateException($"No device with label {RoleLabel}={role} is free and blank.");
        var name = string.Create(CultureInfo.InvariantCulture, $"{label.FsName}:{(label.IsMdt ? "MDT" : "OST")}{label.Index:x4}");
        await GuardAsync(() => catalog.HalfFormatAsync(device, name, cancellationToken));
        return $"{device.Id} is half-formatted as {name}; no target uses it yet";
    }

    private bool IsFormatted(string deviceId) => catalog.List().FirstOrDefault(device => device.Id == deviceId) is { } device
        && catalog.Inspect(device)?.Borne is { } target && !target.Flags.HasFlag(TargetFlags.Virgin);

    private CatalogDevice Device(string id) => catalog.List().FirstOrDefault(device => device.Id == id)
        ?? throw new StateException($"The management server has no device of this cluster yet ('{id}').");

    private static async Task GuardAsync(Func<Task> change)
    {
        try
        {
            await change();
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IOException)
        {
            throw new StateException(error.Message, error);
        }
    }

    /// <summary>A label taken apart.</summary>
    private sealed partial record Label(string FsName, bool IsMdt, int Index)
    {
        public static Label Parse(string word)
        {
            var parts = Form().Match(word);
            return parts.Success
                ? new Label(
                    parts.Groups["fs"].Value,
                    parts.Groups["role"].Value.Equals("MDT", StringComparison.OrdinalIgnoreCase),
                    int.Parse(parts.Groups["index"].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))
                : throw new StateException($"'{word}' is no label of a metadata or object storage target: write FSNAME-OST0007.");
        }

        [GeneratedRegex("^(?<fs>[A-Za-z0-9_-]{1,8})-(?<role>OST|MDT)(?<index>[0-9a-f]{4})\\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
        private static partial Regex Form();
    }
}
