namespace LustreSupervisor.LocalCluster.Hall;

/// <summary>Whether a machine has power (Redfish, <c>ComputerSystem.PowerState</c>).</summary>
public enum PowerState
{
    /// <summary>It has; whether anything runs on it is another question: a crashed kernel still has power.</summary>
    On,

    /// <summary>It has none, and none of its processes lives: verified, not assumed.</summary>
    Off,
}
