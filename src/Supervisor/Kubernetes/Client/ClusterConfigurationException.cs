namespace LustreSupervisor.Supervisor.Kubernetes.Client;

/// <summary>No cluster can be reached with the settings given: the kubeconfig is missing or wrong. The message says which and what to do.</summary>
public sealed class ClusterConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
