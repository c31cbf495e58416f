using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Resources;

namespace LustreSupervisor.LocalCluster.Api.Verbs;

/// <summary>What is done about fields that a kind does not have.</summary>
internal enum FieldValidation
{
    /// <summary>They are dropped and named in a warning (the default).</summary>
    Warn,

    /// <summary>They are dropped.</summary>
    Ignore,

    /// <summary>They fail the request.</summary>
    Strict,
}

/// <summary>How a write is to be done; from the query of its request.</summary>
/// <param name="DryRun">Everything but the write.</param>
/// <param name="Manager">The field manager: given, or the client's name.</param>
/// <param name="Validation">What becomes of unknown fields.</param>
/// <param name="Force">An apply takes over the fields of others.</param>
/// <param name="Subresource">Empty, or <c>status</c>.</param>
/// <param name="IsPatch">The body was made from the current object, so that it need not carry a resourceVersion.</param>
/// <param name="IsApply">The body carries its field managers already.</param>
internal sealed record WriteOptions(
    bool DryRun = false,
    string Manager = "unknown",
    FieldValidation Validation = FieldValidation.Warn,
    bool Force = false,
    string Subresource = "",
    bool IsPatch = false,
    bool IsApply = false)
{
    /// <summary>What is wrong with the request's text but does not keep it from being read: fields unknown or given twice.</summary>
    public List<string> Faults { get; init; } = [];

    /// <summary>Looks at the object as it was (null: new) and as it would be stored, and refuses by an exception; null for the cluster's own writes.</summary>
    public Action<ResourceType, JsonObject?, JsonObject>? Guard { get; init; }
}

/// <summary>A finished write.</summary>
/// <param name="Json">The object in its storage version.</param>
/// <param name="Created">It did not exist before.</param>
/// <param name="Warnings">For <c>Warning</c> headers.</param>
internal sealed record WriteResult(byte[] Json, bool Created, IReadOnlyList<string> Warnings);
