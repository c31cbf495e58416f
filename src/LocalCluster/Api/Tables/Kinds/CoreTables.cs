using static LustreSupervisor.LocalCluster.Api.Tables.TableColumn;

namespace LustreSupervisor.LocalCluster.Api.Tables.Kinds;

/// <summary>Small kinds of the core, coordination, networking, policy and scheduling groups.</summary>
internal static class CoreTables
{
    public static readonly TableKind Namespaces = new(
        [ObjectName, TableColumn.Text("Status", "Phase of the namespace."), Age],
        (row, body) => row.Name(body).Text(body.Text("status", "phase")).Age(body));

    public static readonly TableKind Secrets = new(
        [ObjectName, TableColumn.Text("Type", "What its data is for."), TableColumn.Text("Data", "Number of its entries."), Age],
        (row, body) => row.Name(body).Text(body.Text("type")).Whole(body.Count("data")).Age(body));

    public static readonly TableKind ConfigMaps = new(
        [ObjectName, TableColumn.Text("Data", "Number of its entries."), Age],
        (row, body) => row.Name(body).Whole(body.Count("data") + body.Count("binaryData")).Age(body));

    public static readonly TableKind ServiceAccounts = new([ObjectName, Age], (row, body) => row.Name(body).Age(body));

    public static readonly TableKind Leases = new(
        [ObjectName, TableColumn.Text("Holder", "Who holds the lease."), Age],
        (row, body) => row.Name(body).Text(body.Text("spec", "holderIdentity")).Age(body));

    public static readonly TableKind NetworkPolicies = new(
        [ObjectName, TableColumn.Text("Pod-Selector", "Labels of the pods that it is about."), Age],
        (row, body) => row.Name(body).Text(SelectorText.OfSelector(body.At("spec", "podSelector"))).Age(body));

    public static readonly TableKind DisruptionBudgets = new(
        [
            ObjectName,
            TableColumn.Text("Min Available", "Pods that must stay available."),
            TableColumn.Text("Max Unavailable", "Pods that may be unavailable."),
            Whole("Allowed Disruptions", "Pods that may be disrupted now."),
            Age,
        ],
        (row, body) => row.Name(body).Text(body.Has("spec", "minAvailable") ? body.At("spec", "minAvailable").Shown() : "N/A")
            .Text(body.Has("spec", "maxUnavailable") ? body.At("spec", "maxUnavailable").Shown() : "N/A")
            .Whole(body.Whole("status", "disruptionsAllowed") ?? 0).Age(body));

    public static readonly TableKind PriorityClasses = new(
        [
            ObjectName,
            Whole("Value", "Priority of its pods."),
            new TableColumn("Global-Default", "boolean", "Whether pods that name no class get this one."),
            Age,
            TableColumn.Text("PreemptionPolicy", "Whether its pods may displace others."),
        ],
        (row, body) => row.Name(body).Whole(body.Whole("value") ?? 0).Flag(body.Flag("globalDefault")).Age(body).Text(body.Text("preemptionPolicy")));

    /// <summary>Kinds for which the real server has no printer of its own: definitions, roles.</summary>
    public static readonly TableKind Others = new(
        [ObjectName, new TableColumn("Created At", "date", "When the object was created.")],
        (row, body) => row.Name(body).Text(body.Text("metadata", "creationTimestamp")));
}
