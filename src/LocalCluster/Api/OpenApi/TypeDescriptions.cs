using LustreSupervisor.LocalCluster.Api.Types;

namespace LustreSupervisor.LocalCluster.Api.OpenApi;

/// <summary>What types and fields are for, as <c>kubectl explain</c> shows it.</summary>
internal static class TypeDescriptions
{
    public static string? Of(TypeDefinition definition)
    {
        _ = definition;
        return null;
    }

    public static string? Of(TypeField field)
    {
        _ = field;
        return null;
    }
}
