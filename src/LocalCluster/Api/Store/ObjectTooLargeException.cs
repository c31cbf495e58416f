namespace LustreSupervisor.LocalCluster.Api.Store;

/// <summary>An object would become larger than the store takes.</summary>
internal sealed class ObjectTooLargeException() : Exception("the object would become too large");
