namespace LustreSupervisor.LocalCluster.Api.Types;

/// <summary>The type of a field, of a list's elements or of a map's values.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Element">The elements of a list, or the values of a map.</param>
internal sealed record TypeShape(TypeKind Kind, TypeShape? Element = null)
{
    /// <summary>The fields of a <see cref="TypeKind.Struct"/>. Definitions may contain themselves, hence set once all are read.</summary>
    public TypeDefinition? Definition { get; set; }

    /// <summary>The name of the type in Go, as decoding errors print it; <paramref name="named"/> replaces a plain string.</summary>
    public string GoName(string named = "") => Kind switch
    {
        TypeKind.String => named.Length > 0 ? named : "string",
        TypeKind.Boolean => "bool",
        TypeKind.Int32 => "int32",
        TypeKind.Int64 => "int64",
        TypeKind.Double => "float64",
        TypeKind.Byte => "[]uint8",
        TypeKind.Time or TypeKind.MicroTime or TypeKind.Duration => "string",
        TypeKind.IntOrString => "int32",
        TypeKind.List => "[]" + Element!.GoName(named),
        TypeKind.Map => "map[string]" + Element!.GoName(named),
        TypeKind.Struct => "v1." + Definition!.ShortName,
        _ => "interface {}",
    };
}
