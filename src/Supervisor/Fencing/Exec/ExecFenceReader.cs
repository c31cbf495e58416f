using System.Collections.Immutable;
using LustreSupervisor.Supervisor.Manifests;
using LustreSupervisor.Supervisor.Manifests.Yaml;
using LustreSupervisor.Topology.Machines.Fencing;

namespace LustreSupervisor.Supervisor.Fencing.Exec;

/// <summary>Turns the document into settings and collects everything that is wrong with it. Values are never repeated: they may be secrets.</summary>
/// <param name="file">Its name, for faults.</param>
/// <param name="faults">Takes what is wrong.</param>
internal sealed class ExecFenceReader(string file, List<ManifestFault> faults)
{
    private static readonly ImmutableSortedDictionary<string, string> NoOptions = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Reads; what it returns counts only without faults.</summary>
    public ExecFenceSettings Read(ManifestNode.Map map)
    {
        Unknown(map, "", "script", "timeoutSeconds", "options", "nodes");
        return new ExecFenceSettings(Script(map), Timeout(map), Options(map, "options"), Nodes(map));
    }

    private string Script(ManifestNode.Map map)
    {
        if (map["script"] is not ManifestNode.Scalar { Value: string path })
        {
            Fault(map["script"]?.Line ?? map.Line, "script", "must be the path of the site's fence script");
            return "";
        }

        if (!Path.IsPathFullyQualified(path))
            Fault(map["script"]!.Line, "script", $"{path} is not absolute; a script is never looked for on PATH");
        else if (FileTrust.ScriptComplaint(path) is { } complaint)
            Fault(map["script"]!.Line, "script", complaint);
        return path;
    }

    private TimeSpan Timeout(ManifestNode.Map map)
    {
        var max = (long)ExecFenceSettings.MaxTimeout.TotalSeconds;
        switch (map["timeoutSeconds"])
        {
            case null:
                return ExecFenceSettings.DefaultTimeout;
            case ManifestNode.Scalar { Value: long seconds } when seconds >= 1 && seconds <= max:
                return TimeSpan.FromSeconds(seconds);
            case var other:
                Fault(other.Line, "timeoutSeconds", $"must be a whole number from 1 to {max}");
                return ExecFenceSettings.DefaultTimeout;
        }
    }

    private ImmutableDictionary<string, ExecFenceNode> Nodes(ManifestNode.Map map)
    {
        var nodes = ImmutableDictionary.CreateBuilder<string, ExecFenceNode>(StringComparer.OrdinalIgnoreCase);
        if (map["nodes"] is not { } listed)
            return nodes.ToImmutable();
        if (listed is not ManifestNode.Map entries)
        {
            Fault(listed.Line, "nodes", $"is {listed.Noun}, but must be an object: a system UUID or node name, and its plug and options");
            return nodes.ToImmutable();
        }

        foreach (var entry in entries.Fields)
        {
            var path = $"nodes.{entry.Name}";
            if (entry.Value is not ManifestNode.Map node)
                Fault(entry.Line, path, $"is {entry.Value.Noun}, but must be an object with plug and options");
            else if (!nodes.TryAdd(entry.Name, Node(node, path)))
                Fault(entry.Line, path, "is given twice, in other letters; remove one of the two");
        }

        return nodes.ToImmutable();
    }

    private ExecFenceNode Node(ManifestNode.Map node, string path)
    {
        Unknown(node, path, "plug", "options");
        var plug = node["plug"] switch
        {
            null => null,
            ManifestNode.Scalar { Value: not null } scalar => scalar.Text,
            var other => Wrong(other.Line, $"{path}.plug", "must be what the fence device calls the machine"),
        };
        if (plug is not null && (plug.Length == 0 || FenceInput.ValueComplaint(plug) is not null))
            Fault(node["plug"]!.Line, $"{path}.plug", "must be one line of text, not empty");
        return new ExecFenceNode(plug, Options(node, $"{path}.options"));
    }

    private ImmutableSortedDictionary<string, string> Options(ManifestNode.Map map, string path)
    {
        if (map["options"] is not { } given)
            return NoOptions;
        if (given is not ManifestNode.Map options)
        {
            Fault(given.Line, path, $"is {given.Noun}, but must be an object of names and values");
            return NoOptions;
        }

        var read = NoOptions.ToBuilder();
        foreach (var option in options.Fields)
        {
            if (option.Value is not ManifestNode.Scalar { Value: not null } scalar)
                Fault(option.Line, $"{path}.{option.Name}", "must be a text, a number or a flag");
            else if (Complaint(option.Name, scalar.Text) is { } complaint)
                Fault(option.Line, $"{path}.{option.Name}", complaint);
            else
                read[option.Name] = scalar.Text;
        }

        return read.ToImmutable();
    }

    private static string? Complaint(string name, string value)
    {
        if (!name.EndsWith(ExecFenceSettings.FileSuffix, StringComparison.Ordinal))
            return FenceInput.Complaint(name, value);
        return FenceInput.Complaint(name[..^ExecFenceSettings.FileSuffix.Length], "")
            ?? (Path.IsPathFullyQualified(value) ? FileTrust.Complaint(value) : "must be an absolute path");
    }

    private void Unknown(ManifestNode.Map map, string path, params string[] known)
    {
        foreach (var field in map.Fields.Where(f => !known.Contains(f.Name)))
            Fault(field.Line, path.Length == 0 ? field.Name : $"{path}.{field.Name}", $"is not known; known are {string.Join(", ", known)}");
    }

    private string? Wrong(int line, string path, string reason)
    {
        Fault(line, path, reason);
        return null;
    }

    private void Fault(int line, string path, string reason) => faults.Add(new ManifestFault(file, line, path, reason));
}
