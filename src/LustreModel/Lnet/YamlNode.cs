using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Lnet;

/// <summary>A value of a YAML document. A family of three.</summary>
internal abstract record YamlNode
{
    /// <summary>The value behind a key; null where there is none.</summary>
    public YamlNode? this[string key] => (this as YamlMap)?.Entries.FirstOrDefault(e => e.Key == key).Value;

    /// <summary>Items of a list; none of anything else.</summary>
    public ImmutableArray<YamlNode> Items => this is YamlList list ? list.Nodes : [];

    /// <summary>Text of a scalar; null of anything else.</summary>
    public string? Text => (this as YamlScalar)?.Value;
}

/// <summary>Text.</summary>
internal sealed record YamlScalar(string Value) : YamlNode;

/// <summary>A list.</summary>
internal sealed record YamlList(ImmutableArray<YamlNode> Nodes) : YamlNode;

/// <summary>Keys and values, in order.</summary>
internal sealed record YamlMap(ImmutableArray<(string Key, YamlNode Value)> Entries) : YamlNode;
