using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Security;
using LustreSupervisor.LocalCluster.Api.Security.Identities;
using Microsoft.AspNetCore.Http;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>A request for objects of one kind, taken apart.</summary>
/// <param name="Context">The exchange.</param>
/// <param name="Caller">Who asks.</param>
/// <param name="Type">The kind asked for, in the version asked for.</param>
/// <param name="Namespace">Null: cluster-scoped, or all namespaces.</param>
/// <param name="Name">Null: the collection.</param>
/// <param name="Subresource">Empty, or the part after the name.</param>
internal sealed record ApiRequest(
    HttpContext Context, Caller Caller, ResourceType Type, string? Namespace, string? Name, string Subresource)
{
    public UserInfo User => Caller.User;

    public string Query(string name) => Context.Request.Query[name].ToString();

    public CancellationToken Aborted => Context.RequestAborted;
}
