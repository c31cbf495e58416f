namespace LustreSupervisor.LocalCluster.Api.Types;

/// <summary>What a value of a built-in kind may look like in JSON.</summary>
internal enum TypeKind
{
    /// <summary>Text.</summary>
    String,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number of 32 bits.</summary>
    Int32,

    /// <summary>A whole number of 64 bits.</summary>
    Int64,

    /// <summary>Any number.</summary>
    Double,

    /// <summary>Base64 text.</summary>
    Byte,

    /// <summary>RFC 3339, whole seconds (<c>metav1.Time</c>).</summary>
    Time,

    /// <summary>RFC 3339 with microseconds (<c>metav1.MicroTime</c>).</summary>
    MicroTime,

    /// <summary>A Go duration: <c>1m30s</c>.</summary>
    Duration,

    /// <summary>An amount: <c>10Gi</c>, <c>250m</c>, 3.</summary>
    Quantity,

    /// <summary>A number or a name.</summary>
    IntOrString,

    /// <summary>Any JSON value.</summary>
    Json,

    /// <summary>An embedded object of any kind.</summary>
    Raw,

    /// <summary>The field paths of a field manager.</summary>
    Fields,

    /// <summary>A list of <see cref="TypeShape.Element"/>.</summary>
    List,

    /// <summary>A map from text to <see cref="TypeShape.Element"/>.</summary>
    Map,

    /// <summary>An object with named fields: <see cref="TypeShape.Definition"/>.</summary>
    Struct,
}
