namespace LustreSupervisor.Actors.Cache;

/// <summary>What a watch actor does with facts beside telling its subscribers.</summary>
/// <typeparam name="TFact">Fact.</typeparam>
/// <param name="Upsert">Key, fact before (null when new), fact now.</param>
/// <param name="Remove">Key of a removed object.</param>
/// <param name="Current">Whether the view is known to be current.</param>
public sealed record FactSink<TFact>(Action<string, TFact?, TFact> Upsert, Action<string> Remove, Action<bool> Current)
    where TFact : class;
