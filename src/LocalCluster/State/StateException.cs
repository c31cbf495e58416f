namespace LustreSupervisor.LocalCluster.State;

/// <summary>The laptop cluster cannot do what was asked; the message is one line for the person who asked.</summary>
/// <param name="message">What is wrong, where, and what to do.</param>
/// <param name="inner">Cause.</param>
public sealed class StateException(string message, Exception? inner = null) : Exception(message, inner);
