namespace LustreSupervisor.LocalCluster.Api.Security.Authorization;

/// <summary>Whether something is allowed, and why or why not as far as there is more to say than yes or no.</summary>
internal readonly record struct Decision(bool IsAllowed, string Reason)
{
    public static Decision Allow(string reason = "") => new(true, reason);

    public static Decision Refuse(string reason = "") => new(false, reason);
}
