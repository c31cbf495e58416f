namespace LustreSupervisor.LocalCluster.Processes;

/// <summary>Takes what a child writes. Called from two threads at once, one a stream; disposed when both streams have ended.</summary>
public interface IProcessOutput : IDisposable
{
    /// <summary>Takes bytes as they came; a line may come in pieces.</summary>
    /// <param name="isError">True for standard error, false for standard output.</param>
    /// <param name="bytes">What was written.</param>
    void Write(bool isError, ReadOnlySpan<byte> bytes);
}
