namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>
/// The merge keys of the built-in kinds (<c>patchStrategy</c> and <c>patchMergeKey</c> of <c>k8s.io/api</c>). One table by field
/// name serves all kinds, because no name means two things among the kinds served. Lists not named here are atomic: tolerations
/// and taints are among them.
/// </summary>
internal sealed class BuiltInMergeSchema : MergeSchema
{
    public static readonly BuiltInMergeSchema Root = new(ListKind.Atomic, [], false);

    private static readonly BuiltInMergeSchema Set = new(ListKind.Set, [], false);

    private static readonly BuiltInMergeSchema AtomicMap = new(ListKind.Atomic, [], true);

    private static readonly Dictionary<string, BuiltInMergeSchema> ByField = new()
    {
        ["containers"] = Map("name"),
        ["initContainers"] = Map("name"),
        ["ephemeralContainers"] = Map("name"),
        ["env"] = Map("name"),
        ["ports"] = Map("containerPort"),
        ["volumes"] = Map("name"),
        ["volumeMounts"] = Map("mountPath"),
        ["volumeDevices"] = Map("devicePath"),
        ["imagePullSecrets"] = Map("name"),
        ["hostAliases"] = Map("ip"),
        ["topologySpreadConstraints"] = Map("topologyKey"),
        ["resourceClaims"] = Map("name"),
        ["schedulingGates"] = Map("name"),
        ["readinessGates"] = Map("conditionType"),
        ["podIPs"] = Map("ip"),
        ["hostIPs"] = Map("ip"),
        ["conditions"] = Map("type"),
        ["addresses"] = Map("type"),
        ["ownerReferences"] = Map("uid"),
        ["finalizers"] = Set,
        ["podCIDRs"] = Set,
        ["nodeSelector"] = AtomicMap,
    };

    private BuiltInMergeSchema(ListKind list, IReadOnlyList<string> keys, bool atomicMap)
    {
        List = list;
        Keys = keys;
        IsAtomicMap = atomicMap;
    }

    public override ListKind List { get; }

    public override IReadOnlyList<string> Keys { get; }

    public override bool IsAtomicMap { get; }

    public override MergeSchema Element => Root;

    public override MergeSchema Property(string name) => ByField.GetValueOrDefault(name, Root);

    private static BuiltInMergeSchema Map(string key) => new(ListKind.Map, [key], false);
}
