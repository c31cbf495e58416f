using System.Text.Json;
using System.Text.Json.Serialization;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Actors.Tests.Serialization;

/// <summary>Every event that the domain has, found by reflection so that a new one cannot be forgotten.</summary>
internal static class EventTypes
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The types.</summary>
    public static IReadOnlyList<Type> All { get; } =
        [.. typeof(IDomainEvent).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IDomainEvent)) && t is { IsAbstract: false, IsInterface: false }).OrderBy(t => t.FullName, StringComparer.Ordinal)];

    /// <summary>Everything in an event, as text: records compare lists and maps by reference.</summary>
    public static string Text(object e) => JsonSerializer.Serialize(e, e.GetType(), Options);
}
