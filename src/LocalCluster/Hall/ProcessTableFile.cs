using System.Text.Json;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Hall;

/// <summary>Content of <c>hall.json</c>: what a later hall, or <c>local down</c>, needs to clean up after one that died.</summary>
/// <param name="RunId">Value of <see cref="HallMarkers.Run"/> on every process of that run.</param>
/// <param name="Processes">The hall itself and what it started.</param>
public sealed record ProcessTableFile(string RunId, IReadOnlyList<HallProcess> Processes)
{
    /// <summary>Reads the file of a state directory; null when there is none.</summary>
    /// <exception cref="StateException">It is damaged.</exception>
    public static ProcessTableFile? Read(StateDirectory directory)
    {
        try
        {
            return JsonSerializer.Deserialize<ProcessTableFile>(File.ReadAllText(directory.ProcessTableFile), StateJson.Options);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new StateException(
                $"{directory.ProcessTableFile} cannot be read ({error.Message}): end the cluster's processes by hand and remove the file.", error);
        }
    }

    /// <summary>Writes the file.</summary>
    /// <param name="directory">State directory.</param>
    public void Write(StateDirectory directory) =>
        AtomicFile.Write(directory.ProcessTableFile, JsonSerializer.Serialize(this, StateJson.Options));
}
