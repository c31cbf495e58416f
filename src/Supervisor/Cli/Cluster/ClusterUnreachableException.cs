namespace LustreSupervisor.Supervisor.Cli.Cluster;

/// <summary>The API server gave no usable answer. Whoever is waiting anyway may ask again.</summary>
/// <param name="message">What was wrong and where.</param>
/// <param name="hint">What to do about it.</param>
/// <param name="cause">The exception behind it.</param>
internal sealed class ClusterUnreachableException(string message, string hint, Exception cause) : UserErrorException(message, hint, cause);
