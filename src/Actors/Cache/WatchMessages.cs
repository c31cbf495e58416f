namespace LustreSupervisor.Actors.Cache;

/// <summary>Asks a watch actor for the fact about a key now, and at every change. Ends with the subscriber.</summary>
/// <param name="Key">Key of the fact.</param>
public sealed record SubscribeFact(string Key);

/// <summary>The fact about a key at this moment. Told once the view is complete, then at every change.</summary>
/// <typeparam name="TFact">Fact.</typeparam>
/// <param name="Key">Key.</param>
/// <param name="Fact">Null when there is no such object.</param>
public sealed record FactIs<TFact>(string Key, TFact? Fact)
    where TFact : class;
