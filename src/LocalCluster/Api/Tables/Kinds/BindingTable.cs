using System.Text.Json;
using static LustreSupervisor.LocalCluster.Api.Tables.TableColumn;

namespace LustreSupervisor.LocalCluster.Api.Tables.Kinds;

/// <summary>Role bindings, with and without a namespace.</summary>
internal static class BindingTable
{
    public static readonly TableKind Kind = new(
        [
            ObjectName, TableColumn.Text("Role", "The role that is granted."), Age, Wide("Users", "Users who get it."),
            Wide("Groups", "Groups that get it."), Wide("ServiceAccounts", "Service accounts that get it."),
        ],
        (row, body) => row.Name(body).Text($"{body.Text("roleRef", "kind")}/{body.Text("roleRef", "name")}").Age(body)
            .Text(Subjects(body, "User")).Text(Subjects(body, "Group")).Text(Subjects(body, "ServiceAccount")));

    private static string Subjects(JsonElement binding, string kind) => string.Join(
        ", ",
        binding.Items("subjects").Where(s => s.Text("kind") == kind)
            .Select(s => kind == "ServiceAccount" ? $"{s.Text("namespace")}/{s.Text("name")}" : s.Text("name")));
}
