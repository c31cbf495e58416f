namespace LustreSupervisor.Conformance.Clusters;

/// <summary>The service account that pods of a new namespace run as: a controller makes it a moment later, and pods are refused until then.</summary>
internal static class ServiceAccounts
{
    public static Task AwaitDefaultAsync(ApiClient api, string ns) =>
        Eventually.IsAsync(api, $"api/v1/namespaces/{ns}/serviceaccounts/default", account => account.Code == 200, "made");
}
