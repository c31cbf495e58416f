namespace LustreSupervisor.LocalCluster.Api.Controllers.Disruption;

/// <summary>A budget cannot be worked out; nothing may be disrupted under it meanwhile.</summary>
internal sealed class BudgetException(string message) : Exception(message);
