using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Security.Authorization;
using LustreSupervisor.LocalCluster.Api.Security.Identities;

namespace LustreSupervisor.LocalCluster.Api.Security;

/// <summary>Whoever was let in, for one request.</summary>
internal sealed class Caller(AccessRequest access, WriteGuard guard)
{
    /// <summary>Who.</summary>
    public UserInfo User => access.User;

    /// <summary>Looks at what he is about to write, see <see cref="WriteGuard.Check"/>.</summary>
    public void CheckWrite(ResourceType type, JsonObject? old, JsonObject body) => guard.Check(access, type, old, body);
}
