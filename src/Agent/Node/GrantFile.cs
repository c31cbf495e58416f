using System.Text.Json;
using System.Text.Json.Serialization;
using LustreSupervisor.Agent.Kubernetes;

namespace LustreSupervisor.Agent.Node;

/// <summary>What a node agent must know after a restart of its own, with the API server away.</summary>
internal sealed class GrantRecord
{
    /// <summary>The boot that wrote it.</summary>
    public string BootId { get; set; } = "";

    /// <summary>In that boot the watchdog was armed and not disarmed since.</summary>
    public bool Armed { get; set; }

    /// <summary>Counts what was told to the API server, so that no two messages are equal.</summary>
    public long Revision { get; set; }

    /// <summary>What the supervisor wants, with endpoints.</summary>
    public List<GrantSetDocument> Proposed { get; set; } = [];

    /// <summary>What is obeyed of it.</summary>
    public List<GrantSetDocument> Obeyed { get; set; } = [];

    /// <summary>What the API server may name.</summary>
    public List<GrantSetDocument> Claimed { get; set; } = [];
}

/// <summary>Generated readers and writers: the agent is compiled ahead of time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GrantRecord))]
internal sealed partial class GrantJson : JsonSerializerContext;

/// <summary>Keeps the record on disk: written beside and renamed, so that it is whole or the one before.</summary>
internal sealed class GrantFile(string directory)
{
    private readonly string _path = Path.Combine(directory, "grants.json");

    /// <summary>Reads it; null when there is none.</summary>
    /// <exception cref="IOException">It is there and cannot be read: nothing may be assumed.</exception>
    public GrantRecord? Read()
    {
        Directory.CreateDirectory(directory);
        if (!File.Exists(_path))
            return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(_path), GrantJson.Default.GrantRecord);
        }
        catch (JsonException e)
        {
            throw new IOException($"{_path}: {e.Message}", e);
        }
    }

    /// <summary>Writes it through to the disk.</summary>
    public void Write(GrantRecord record)
    {
        var next = _path + ".next";
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(file, record, GrantJson.Default.GrantRecord);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, _path, overwrite: true);
    }
}
