namespace LustreSupervisor.LocalCluster.Api.OpenApi;

/// <summary>How a JSON value becomes a field of a protobuf message.</summary>
internal enum ProtoForm
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A list of texts; a single one is a list of one.</summary>
    Texts,

    /// <summary>A truth value.</summary>
    Flag,

    /// <summary>A double.</summary>
    Number,

    /// <summary>A 64-bit whole number.</summary>
    Whole,

    /// <summary>A message of its own.</summary>
    Message,

    /// <summary>A list of messages.</summary>
    Messages,

    /// <summary>Any value, as YAML text.</summary>
    Any,

    /// <summary>A list of any values.</summary>
    Anys,
}

/// <summary>One field of a message.</summary>
/// <param name="Number">Its number on the wire.</param>
/// <param name="Form">How it is written.</param>
/// <param name="Message">The message's type, if it is one.</param>
internal sealed record ProtoField(int Number, ProtoForm Form, string Message = "");

/// <summary>A message type: its named fields, and where other keys go.</summary>
/// <param name="Fields">By JSON key.</param>
/// <param name="Extensions">Field of <c>x-…</c> keys; 0: none.</param>
/// <param name="Entries">Field of all other keys, each with a message; null: there are none.</param>
internal sealed record ProtoMessage(Dictionary<string, ProtoField> Fields, int Extensions = 0, ProtoField? Entries = null);
