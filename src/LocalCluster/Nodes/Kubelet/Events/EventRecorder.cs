using System.Threading.Channels;
using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Events;

/// <summary>Takes events from the kubelet's parts; never waits. What does not fit is lost, as the kubelet's own are.</summary>
/// <param name="time">Clock.</param>
internal sealed class EventRecorder(TimeProvider time)
{
    /// <summary>Events that may wait for the API server (client-go's queue holds as many); an outage must not fill the memory.</summary>
    public const int QueueMax = 1000;

    private readonly Channel<PostedEvent> queue = Channel.CreateBounded<PostedEvent>(
        new BoundedChannelOptions(QueueMax) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Those that wait, in their order.</summary>
    public ChannelReader<PostedEvent> Waiting => queue.Reader;

    /// <summary>Tells something of a container.</summary>
    public void OfContainer(V1Pod pod, V1Container container, bool isInit, bool isWarning, string reason, string message) =>
        Post(ReferenceTo(pod, $"spec.{(isInit ? "initContainers" : "containers")}{{{container.Name}}}"), isWarning, reason, message);

    /// <summary>Tells something of a pod.</summary>
    public void OfPod(V1Pod pod, bool isWarning, string reason, string message) => Post(ReferenceTo(pod, null), isWarning, reason, message);

    /// <summary>Tells something of the node. Its UID is its name, as the kubelet has it: it speaks before it has read its Node.</summary>
    public void OfNode(string node, bool isWarning, string reason, string message) =>
        Post(new V1ObjectReference { Kind = "Node", Name = node, Uid = node }, isWarning, reason, message);

    /// <summary>Tells something of any object.</summary>
    public void Post(V1ObjectReference about, bool isWarning, string reason, string message, string component = "kubelet") =>
        queue.Writer.TryWrite(new PostedEvent(about, isWarning, reason, message, time.GetUtcNow().UtcDateTime, component));

    private static V1ObjectReference ReferenceTo(V1Pod pod, string? field) => new()
    {
        ApiVersion = "v1",
        Kind = "Pod",
        NamespaceProperty = pod.Namespace(),
        Name = pod.Name(),
        Uid = pod.Uid(),
        ResourceVersion = pod.ResourceVersion(),
        FieldPath = field,
    };
}
