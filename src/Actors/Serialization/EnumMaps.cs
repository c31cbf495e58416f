using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Serialization;

/// <summary>The enums of the journal.</summary>
internal static class EnumMaps
{
    public static readonly EnumMap<TargetKind, Proto.TargetKind> Target = new(
        (TargetKind.Mgt, Proto.TargetKind.Mgt),
        (TargetKind.Mdt, Proto.TargetKind.Mdt),
        (TargetKind.Ost, Proto.TargetKind.Ost));

    public static readonly EnumMap<RuntimeKind, Proto.RuntimeKind> Runtime = new(
        (RuntimeKind.Pod, Proto.RuntimeKind.Pod),
        (RuntimeKind.VirtualMachine, Proto.RuntimeKind.VirtualMachine));

    public static readonly EnumMap<BackendKind, Proto.BackendKind> Backend = new(
        (BackendKind.Ldiskfs, Proto.BackendKind.Ldiskfs),
        (BackendKind.Zfs, Proto.BackendKind.Zfs));

    public static readonly EnumMap<FaultKind, Proto.FaultKind> Fault = new(
        (FaultKind.Transient, Proto.FaultKind.Transient),
        (FaultKind.Session, Proto.FaultKind.Session),
        (FaultKind.MgsUnreachable, Proto.FaultKind.MgsUnreachable),
        (FaultKind.PodCrashed, Proto.FaultKind.PodCrashed),
        (FaultKind.Node, Proto.FaultKind.Node),
        (FaultKind.Target, Proto.FaultKind.Target),
        (FaultKind.UnmountHung, Proto.FaultKind.UnmountHung),
        (FaultKind.Supervisor, Proto.FaultKind.Supervisor),
        (FaultKind.Unknown, Proto.FaultKind.Unknown));

    public static readonly EnumMap<ProofKind, Proto.ProofKind> Proof = new(
        (ProofKind.Unmounted, Proto.ProofKind.Unmounted),
        (ProofKind.KernelGone, Proto.ProofKind.KernelGone),
        (ProofKind.NodeFenced, Proto.ProofKind.NodeFenced),
        (ProofKind.SelfFenced, Proto.ProofKind.SelfFenced),
        (ProofKind.VmDestroyed, Proto.ProofKind.VmDestroyed));

    public static readonly EnumMap<TargetResponse, Proto.TargetResponse> Response = new(
        (TargetResponse.None, Proto.TargetResponse.None),
        (TargetResponse.RestartOnSameKernel, Proto.TargetResponse.RestartOnSameKernel),
        (TargetResponse.MoveAfterProof, Proto.TargetResponse.MoveAfterProof),
        (TargetResponse.ProveDeath, Proto.TargetResponse.ProveDeath),
        (TargetResponse.Quarantine, Proto.TargetResponse.Quarantine),
        (TargetResponse.WaitForMgs, Proto.TargetResponse.WaitForMgs));

    public static readonly EnumMap<FailoverMode, Proto.FailoverMode> Failover = new(
        (FailoverMode.Automatic, Proto.FailoverMode.Automatic),
        (FailoverMode.Manual, Proto.FailoverMode.Manual),
        (FailoverMode.Off, Proto.FailoverMode.Off));

    public static readonly EnumMap<Reachability, Proto.Reachability> Reachable = new(
        (Reachability.Shared, Proto.Reachability.Shared),
        (Reachability.NodeLocal, Proto.Reachability.NodeLocal));

    public static readonly EnumMap<ChannelPolicy, Proto.ChannelPolicy> Channel = new(
        (ChannelPolicy.Auto, Proto.ChannelPolicy.Auto),
        (ChannelPolicy.SharedMemory, Proto.ChannelPolicy.SharedMemory),
        (ChannelPolicy.Rdma, Proto.ChannelPolicy.Rdma),
        (ChannelPolicy.Tcp, Proto.ChannelPolicy.Tcp));

    public static readonly EnumMap<DeletionPolicy, Proto.DeletionPolicy> Deletion = new(
        (DeletionPolicy.Retain, Proto.DeletionPolicy.Retain),
        (DeletionPolicy.Erase, Proto.DeletionPolicy.Erase));
}
