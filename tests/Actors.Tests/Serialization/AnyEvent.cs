using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using CsCheck;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Actors.Tests.Serialization;

/// <summary>
/// Makes events of any content. Works by reflection: a property that is added to the domain and not to its message is filled here, lost in
/// the journal, and so found.
/// </summary>
internal static class AnyEvent
{
    private const int ItemsMax = 3;
    private static readonly string[] Words = ["", "x", "scratch-OST000a", "10.0.0.1@tcp", "line\nbreak", "Zürich 🐟", "\0"];

    /// <summary>An event of one of the types.</summary>
    public static Gen<IDomainEvent> Of(Type type) => Gen.Int.Select(seed => (IDomainEvent)Make(type, new Random(seed)));

    private static object Make(Type type, Random random) => type switch
    {
        _ when type == typeof(string) => Words[random.Next(Words.Length)],
        _ when type == typeof(bool) => random.Next(2) == 0,
        _ when type == typeof(int) => random.Next(int.MinValue, int.MaxValue),
        _ when type == typeof(long) => random.NextInt64(long.MinValue, long.MaxValue),
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(random.NextInt64(DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero),
        { IsEnum: true } => Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length))!,
        _ when type == typeof(ImmutableSortedDictionary<string, string>) => Map(random),
        _ when IsArray(type) => Array(type.GetGenericArguments()[0], random),
        { Namespace: { } space } when space.StartsWith("LustreSupervisor.Topology", StringComparison.Ordinal) => Record(type, random),
        _ => throw new NotSupportedException($"No values of {type} are made; teach {nameof(AnyEvent)} to."),
    };

    private static object Record(Type type, Random random)
    {
        var nullness = new NullabilityInfoContext();
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        var made = constructor.Invoke([.. constructor.GetParameters().Select(p => Maybe(p.ParameterType, nullness.Create(p), random))]);
        var given = constructor.GetParameters().Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var property in type.GetProperties().Where(p => IsInit(p) && !given.Contains(p.Name)))
            property.SetValue(made, Maybe(property.PropertyType, nullness.Create(property), random));
        return made;
    }

    private static object? Maybe(Type type, NullabilityInfo nullness, Random random) =>
        nullness.WriteState == NullabilityState.Nullable && random.Next(2) == 0 ? null : Make(Nullable.GetUnderlyingType(type) ?? type, random);

    private static bool IsInit(PropertyInfo property) =>
        property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;

    private static bool IsArray(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>);

    private static ImmutableSortedDictionary<string, string> Map(Random random) =>
        Words.Take(random.Next(ItemsMax)).ToImmutableSortedDictionary(w => w, w => w + "=", StringComparer.Ordinal);

    private static object Array(Type item, Random random)
    {
        var items = System.Array.CreateInstance(item, random.Next(ItemsMax));
        for (var i = 0; i < items.Length; i++)
            items.SetValue(Make(item, random), i);
        return typeof(ImmutableArray).GetMethods()
            .Single(m => m.Name == nameof(ImmutableArray.Create) && m.GetParameters() is [{ ParameterType.IsArray: true }])
            .MakeGenericMethod(item).Invoke(null, [items])!;
    }
}
