namespace LustreSupervisor.LocalCluster.Api.Store;

/// <summary>A watch asked to start before the history that is kept.</summary>
internal sealed class VersionExpiredException(long asked, long oldest) : Exception($"resourceVersion {asked} is older than {oldest}")
{
    public long Asked { get; } = asked;

    public long Oldest { get; } = oldest;
}
