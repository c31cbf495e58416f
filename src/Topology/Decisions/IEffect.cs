namespace LustreSupervisor.Topology.Decisions;

/// <summary>Something that must be going on in the world while an aggregate is in its present state.</summary>
public interface IEffect
{
    /// <summary>Key by which a running effect is recognised; equal key and equal value means "already going on".</summary>
    string Id { get; }
}
