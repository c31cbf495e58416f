namespace LustreSupervisor.Simulation.Faults;

/// <summary>Every kind of fault; a new one is a class in this folder and a line here.</summary>
internal static class FaultList
{
    internal static IReadOnlyList<Fault> All { get; } =
    [
        new NodeCrash(), new NodeFreeze(), new NodePartition(), new NodeReboot(), new NodeReplaced(), new NodeCordoned(), new NodeDeleted(),
        new KubeletDown(), new SwitchFails(),
        new Lbug(), new DeviceError(), new UnmountHung(), new MountSlow(), new MgsSilent(), new FormatInterrupted(),
        new SignatureWiped(), new ProtectionRemoved(), new PathMoved(),
        new AgentOutlived(), new BootUnheard(), new PathsSwapped(), new NeighbourPaused(),
        new AgentKilled(), new AgentSlow(), new PodRemoved(),
        new ApiOutage(), new ApiSlow(), new WatchLost(), new JournalOutage(), new MessagesLost(),
        new MemberKilled(), new MemberPaused(), new TwoOwners(), new BmcFails(), new BmcSlow(), new SpecPaused(),
        new Released(), new MovedByPerson(), new StatedTruly(), new OrderedByMistake(), new StalePlan(),
    ];
}
