namespace LustreSupervisor.LustreModel.Data;

/// <summary>Bytes that are no message, or break a limit.</summary>
/// <param name="message">What is wrong with them.</param>
public sealed class DataFormatException(string message) : Exception(message);
