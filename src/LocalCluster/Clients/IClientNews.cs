using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LocalCluster.Clients;

/// <summary>Told what befalls a client without its asking. Called on any thread, must not wait.</summary>
internal interface IClientNews
{
    /// <summary>A target has evicted the client.</summary>
    /// <param name="target">Service name of the target.</param>
    /// <param name="revoked">Operations that it had acknowledged and may have lost.</param>
    void Evicted(string target, IReadOnlyCollection<Operation> revoked);
}
