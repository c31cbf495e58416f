namespace LustreSupervisor.LocalCluster.Clients;

/// <summary>Who a client is, and how it finds nodes.</summary>
/// <param name="Uuid">UUID, new with each mount.</param>
/// <param name="Nid">Its own NID.</param>
/// <param name="SocketOfNid">Socket of the node that owns a NID; null when no node has it.</param>
/// <param name="Times">How patient it is.</param>
/// <param name="Clock">Clock of its waits.</param>
internal sealed record ClientIdentity(string Uuid, string Nid, Func<string, string?> SocketOfNid, ClientTimes Times, TimeProvider Clock);
