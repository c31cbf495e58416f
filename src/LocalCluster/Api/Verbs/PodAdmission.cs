using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Selectors;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Verbs;

/// <summary>
/// What the admission plugins Priority and ServiceAccount do to a new pod: its priority comes from its class, its account is the
/// namespace's default one. That the account exists is not checked here.
/// </summary>
internal sealed class PodAdmission(ObjectStore store)
{
    private const string PreemptsDefault = "PreemptLowerPriority";

    /// <exception cref="StatusException">403: there is no such priority class, or the pod claims a priority of its own.</exception>
    public void Admit(JsonObject pod)
    {
        var spec = pod.Ensure("spec");
        if (spec["serviceAccountName"].Text() is not { Length: > 0 }) (spec["serviceAccountName"], spec["serviceAccount"]) = ("default", "default");
        var chosen = Class(pod, spec["priorityClassName"].Text() ?? "");
        var (value, policy) = (chosen?["value"].Whole() ?? 0, chosen?["preemptionPolicy"].Text() ?? PreemptsDefault);
        if (spec["priority"].Whole() is { } given && given != value)
        {
            throw Refused(pod,
                $"the integer value of priority ({given}) must not be provided in pod spec; priority admission controller computed {value} from the given PriorityClass name");
        }

        spec["priority"] = value;
        spec["preemptionPolicy"] ??= policy;
        if (chosen?.Name() is { } name) spec["priorityClassName"] = name;
    }

    private JsonObject? Class(JsonObject pod, string name)
    {
        if (name.Length > 0)
            return store.Find(ServedKinds.PriorityClasses.Key(null, name))?.Parse() ?? throw Refused(pod, $"no PriorityClass with name {name} was found");
        return store.List(ServedKinds.PriorityClasses.Storage, Scope.All).Objects.Select(o => o.Parse()).FirstOrDefault(c => c["globalDefault"].Flag() == true);
    }

    private static StatusException Refused(JsonObject pod, string why) => Errors.Forbidden(BuiltIns.Pods, pod.Name() ?? "", why);
}
