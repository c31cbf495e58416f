namespace LustreSupervisor.Supervisor.Manifests.Schemas;

/// <summary>How a fault bears on rules that look at whole values.</summary>
internal enum SchemaFaultKind
{
    /// <summary>A field that nothing reads.</summary>
    Unknown,

    /// <summary>A value that is missing or of the wrong type: rules about it, or about what holds it, would only repeat this.</summary>
    Unreadable,

    /// <summary>A value that is out of bounds: a rule about the same field says it better.</summary>
    Bounds,
}

/// <summary>A fault against a schema.</summary>
internal sealed record SchemaFault(SchemaFaultKind Kind, int Line, string Path, string Reason);
