using System.Globalization;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Verbs;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Api.Controllers;

/// <summary>
/// Events of the control plane: for people, never evidence, so that one that cannot be written is let go. The same news of the same
/// object again raises the count of its Event (<c>client-go/tools/record</c>).
/// </summary>
internal sealed partial class EventRecorder(ObjectWriter writer, TimeProvider clock, ILogger log)
{
    /// <summary>Events that are known by their content, as many as client-go's own cache holds. Beyond it news count as new.</summary>
    private const int KnownMax = 4096;

    /// <summary>Where Events of objects without a namespace are kept.</summary>
    private const string DefaultNamespace = "default";

    private readonly Lock gate = new();
    private readonly Dictionary<(string Uid, string Reason, string Message), ObjectKey> known = [];

    /// <summary>Records something that went well.</summary>
    public void Normal(string component, EventSubject subject, string reason, string message, string action = "") =>
        Record(component, subject, "Normal", reason, message, action);

    /// <summary>Records something that went wrong.</summary>
    public void Warning(string component, EventSubject subject, string reason, string message, string action = "") =>
        Record(component, subject, "Warning", reason, message, action);

    private void Record(string component, EventSubject subject, string type, string reason, string message, string action)
    {
        try
        {
            var identity = (subject.Uid, reason, message);
            ObjectKey earlier;
            lock (gate) earlier = known.GetValueOrDefault(identity);
            if (earlier.Name is not null && CountAgain(earlier)) return;
            var made = Create(component, subject, type, reason, message, action);
            lock (gate)
            {
                if (known.Count >= KnownMax) known.Clear();
                known[identity] = made;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A namespace that ends takes no Events, a full disk none either; the deed itself is done.
            LogLost(log, reason, subject.Key.Name, e.Message);
        }
    }

    private bool CountAgain(ObjectKey key)
    {
        try
        {
            writer.Update(BuiltIns.Events, key.Namespace, key.Name, current =>
            {
                if (current is null) throw Errors.NotFound(BuiltIns.Events, key.Name);
                current["count"] = (current["count"].Whole() ?? 1) + 1;
                current["lastTimestamp"] = Metadata.Stamp(clock.GetUtcNow());
                return current;
            }, new WriteOptions(IsPatch: true), false);
            return true;
        }
        catch (StatusException e) when (e.Code == 404)
        {
            return false;
        }
    }

    private ObjectKey Create(string component, EventSubject subject, string type, string reason, string message, string action)
    {
        var now = clock.GetUtcNow();
        var ns = subject.Key.Namespace.Length > 0 ? subject.Key.Namespace : DefaultNamespace;
        var name = string.Create(CultureInfo.InvariantCulture, $"{subject.Key.Name}.{now.Ticks:x}{Random.Shared.Next(0x1000):x3}");
        var body = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
            ["involvedObject"] = subject.Reference(),
            ["type"] = type,
            ["reason"] = reason,
            ["message"] = message,
            ["action"] = action.Length > 0 ? action : null,
            ["source"] = new JsonObject { ["component"] = component },
            ["reportingComponent"] = component,
            ["reportingInstance"] = "",
            ["firstTimestamp"] = Metadata.Stamp(now),
            ["lastTimestamp"] = Metadata.Stamp(now),
            ["eventTime"] = null,
            ["count"] = 1,
        };
        writer.Create(BuiltIns.Events, ns, null, body, new WriteOptions(Manager: component));
        return BuiltIns.Events.Key(ns, name);
    }

    [LoggerMessage(EventId = 2111, Level = LogLevel.Debug, Message = "Event {Reason} of {Name} is lost: {Why}")]
    private static partial void LogLost(ILogger log, string reason, string name, string why);
}

/// <summary>What an Event is about.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Key">Where it is stored.</param>
/// <param name="Uid">Its UID.</param>
internal readonly record struct EventSubject(ResourceType Type, ObjectKey Key, string Uid)
{
    /// <summary>An <c>ObjectReference</c> to it.</summary>
    public JsonObject Reference()
    {
        var reference = new JsonObject { ["kind"] = Type.Kind, ["apiVersion"] = Type.ApiVersion, ["name"] = Key.Name, ["uid"] = Uid };
        if (Key.Namespace.Length > 0) reference["namespace"] = Key.Namespace;
        return reference;
    }
}
