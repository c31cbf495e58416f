using System.Globalization;
using System.Text.Json.Nodes;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Supervisor.Kubernetes.Converters;

/// <summary>Views as documents for server-side apply: what is unknown is left out, and so withdrawn.</summary>
internal static class StatusDocuments
{
    /// <summary>The spec of a LustreTarget never changes, so its generation stays the first.</summary>
    private const long TargetGeneration = 1;

    /// <summary>A target's resource without its status.</summary>
    public static JsonObject Target(TargetView view)
    {
        var document = Document(ApiNames.TargetKind, view.Target.Namespace, view.Target.ObjectName);
        var metadata = document["metadata"]!.AsObject();
        metadata["labels"] = new JsonObject
        {
            [ApiNames.FilesystemLabel] = view.Target.Filesystem,
            [ApiNames.ManagedByLabel] = ApiNames.Manager,
        };
        if (view.OwnerUid.Length > 0)
            metadata["ownerReferences"] = new JsonArray(Owner(view.Target, view.OwnerUid));
        document["spec"] = new JsonObject
        {
            ["filesystem"] = view.Target.Filesystem,
            ["kind"] = view.Target.KindText,
            ["index"] = view.Target.Index,
            ["label"] = view.Target.Label,
        };
        return document;
    }

    /// <summary>A target's status.</summary>
    public static JsonObject TargetStatus(TargetView view)
    {
        var status = new JsonObject { ["state"] = view.State };
        if (!string.IsNullOrEmpty(view.Node))
            status["node"] = view.Node;
        if (view.Incarnation is { } incarnation)
            status["incarnation"] = new JsonObject { ["epoch"] = incarnation.Epoch, ["number"] = incarnation.Number };
        status["device"] = Texts(("id", view.DeviceId), ("uuid", view.DeviceUuid));
        var recovery = Texts(("status", view.RecoveryStatus));
        recovery["completedClients"] = view.CompletedClients;
        recovery["evictedClients"] = view.EvictedClients;
        status["recovery"] = recovery;
        var restarts = Texts(("lastCause", view.LastCause));
        restarts["inWindow"] = view.RestartsInWindow;
        status["restarts"] = restarts;
        status["conditions"] = Conditions(view.Conditions, TargetGeneration);
        var document = Document(ApiNames.TargetKind, view.Target.Namespace, view.Target.ObjectName);
        document["status"] = status;
        return document;
    }

    /// <summary>A file system's status.</summary>
    public static JsonObject FilesystemStatus(FilesystemView view)
    {
        var document = Document(ApiNames.FilesystemKind, view.Namespace, view.Name);
        document["status"] = new JsonObject
        {
            ["observedGeneration"] = view.ObservedGeneration,
            ["phase"] = view.Phase,
            ["servers"] = new JsonObject { ["declared"] = view.Declared, ["serving"] = view.Serving },
            ["indexLedger"] = new JsonObject { ["highestOst"] = view.HighestOst, ["highestMdt"] = view.HighestMdt },
            ["conditions"] = Conditions(view.Conditions, view.ObservedGeneration),
        };
        return document;
    }

    private static JsonObject Document(string kind, string @namespace, string name) => new()
    {
        ["apiVersion"] = ApiNames.ApiVersion,
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace },
    };

    // The resource is a view: when its file system goes, it may go. The pod has no owner.
    private static JsonObject Owner(TargetId target, string uid) => new()
    {
        ["apiVersion"] = ApiNames.ApiVersion,
        ["kind"] = ApiNames.FilesystemKind,
        ["name"] = target.Filesystem,
        ["uid"] = uid,
        ["controller"] = true,
    };

    private static JsonObject Texts(params ReadOnlySpan<(string Name, string Text)> texts)
    {
        var result = new JsonObject();
        foreach (var (name, text) in texts)
            if (!string.IsNullOrEmpty(text))
                result[name] = text;
        return result;
    }

    private static JsonArray Conditions(IEnumerable<ConditionView> conditions, long generation) =>
        [.. conditions.Select(condition => new JsonObject
        {
            ["type"] = condition.Type,
            ["status"] = condition.Status switch { true => "True", false => "False", null => "Unknown" },
            ["reason"] = condition.Reason.Length == 0 ? "Unspecified" : condition.Reason,
            ["message"] = condition.Message,
            ["observedGeneration"] = generation,
            ["lastTransitionTime"] = condition.Since.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        })];
}
