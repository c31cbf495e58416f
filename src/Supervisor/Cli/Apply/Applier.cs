using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Cli.Cluster;

namespace LustreSupervisor.Supervisor.Cli.Apply;

/// <summary>Applies manifests that were checked, one after the other, and says what changed.</summary>
/// <param name="context">Where it is said.</param>
/// <param name="cluster">Where they are applied.</param>
/// <param name="checks">What the cluster held before.</param>
internal sealed class Applier(CliContext context, ClusterClient cluster, ClusterChecks checks)
{
    /// <summary>Applies all of them, namespaces first: other objects live in them.</summary>
    /// <returns>The objects as the cluster holds them then.</returns>
    /// <exception cref="UserErrorException">The cluster refuses after all; what was printed before it is applied.</exception>
    public async Task<IReadOnlyList<(DeclaredObject Declared, JsonObject Stored)>> ApplyAsync(
        IReadOnlyList<DeclaredObject> declared, ApplyOptions options, CancellationToken cancellationToken)
    {
        var applied = new List<(DeclaredObject, JsonObject)>();
        foreach (var wanted in declared.OrderByDescending(wanted => wanted.Kind == ResourceKind.Namespace))
        {
            // A dry run cannot ask the server about objects in a namespace that it would only create.
            var answer = options.DryRun && checks.AwaitsNamespace(wanted)
                ? new ApplyResult(wanted.Body, null)
                : await cluster.ApplyAsync(wanted.Kind, wanted.Body, options, cancellationToken);
            if (answer.Stored is not { } stored)
                throw new UserErrorException(wanted.Fault($"{wanted.Title}: {answer.Refusal}").ToString());
            await context.OutText.WriteLineAsync($"{wanted.Title} {Change(checks.Held(wanted), stored)}{(options.DryRun ? " (dry run)" : "")}");
            applied.Add((wanted, stored));
        }

        return applied;
    }

    /// <summary>What an apply did, judged by what people declare: the server's bookkeeping does not count.</summary>
    internal static string Change(JsonObject? before, JsonObject after)
    {
        if (before is null)
            return "created";
        return Same(before.At("spec"), after.At("spec"))
            && Same(before.At("metadata", "labels"), after.At("metadata", "labels"))
            && Same(before.At("metadata", "annotations"), after.At("metadata", "annotations"))
            ? "unchanged"
            : "configured";
    }

    private static bool Same(JsonNode? before, JsonNode? after) => JsonNode.DeepEquals(before, after);
}
