namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>A well-formed patch that does not fit the object it is for.</summary>
internal sealed class PatchException(string message) : Exception(message);
