using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Events;

/// <summary>Something worth telling a person.</summary>
/// <param name="About">The object that it is about.</param>
/// <param name="IsWarning">Warning instead of Normal.</param>
/// <param name="Reason">One word, the kubelet's.</param>
/// <param name="Message">What happened, as the kubelet words it.</param>
/// <param name="At">When.</param>
/// <param name="Component">Who says it.</param>
internal sealed record PostedEvent(V1ObjectReference About, bool IsWarning, string Reason, string Message, DateTime At, string Component)
{
    /// <summary>Events that differ only in their time are one, counted.</summary>
    public (string, string, string, bool, string, string) Key =>
        (About.Uid, About.Name, About.FieldPath ?? "", IsWarning, Reason, Message);
}
