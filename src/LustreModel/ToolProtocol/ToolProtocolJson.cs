using System.Text.Json.Serialization;

namespace LustreSupervisor.LustreModel.ToolProtocol;

/// <summary>JSON of the tool protocol: one line up, one line down. Source-generated, so that the tools need no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(KernelRequest))]
[JsonSerializable(typeof(ToolReply))]
public sealed partial class ToolProtocolJson : JsonSerializerContext
{
    /// <summary>Longest line either side accepts, in bytes: an argument vector and any output of the tools fit many times over.</summary>
    public const int LineBytesMax = 4 * 1024 * 1024;
}
