using k8s.Models;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Supervisor.Kubernetes.Converters;

/// <summary>Something that happened to a target.</summary>
internal sealed record TargetEvent(
    TargetId Target, bool IsWarning, string Reason, string Action, string Note, DateTimeOffset At, Guid Id);

/// <summary>An Event of <c>events.k8s.io/v1</c>.</summary>
internal static class EventTemplate
{
    /// <summary>Longest note that the API takes, in characters.</summary>
    private const int NoteMax = 1024;

    /// <summary>Builds the event.</summary>
    public static Eventsv1Event Build(TargetEvent item, string instance) => new()
    {
        ApiVersion = "events.k8s.io/v1",
        Kind = "Event",
        Metadata = new V1ObjectMeta
        {
            Name = $"{item.Target.ObjectName}.{item.Id:N}",
            NamespaceProperty = item.Target.Namespace,
        },
        EventTime = item.At.UtcDateTime,
        Type = item.IsWarning ? "Warning" : "Normal",
        Reason = item.Reason,
        Action = item.Action,
        Note = item.Note.Length <= NoteMax ? item.Note : item.Note[..NoteMax],
        ReportingController = $"{ApiNames.Group}/{ApiNames.Manager}",
        ReportingInstance = instance,
        Regarding = new V1ObjectReference
        {
            ApiVersion = ApiNames.ApiVersion,
            Kind = ApiNames.TargetKind,
            Name = item.Target.ObjectName,
            NamespaceProperty = item.Target.Namespace,
        },
    };
}
