using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Running;

/// <summary>Randomness for one step, handed in.</summary>
/// <param name="Uuid">For a new file system.</param>
/// <param name="Number">For a new MMP sequence.</param>
public sealed record Entropy(Guid Uuid, uint Number);

/// <summary>What the world answered to a <see cref="Ask"/>.</summary>
/// <param name="Reached">False when no asked NID answered as wanted.</param>
/// <param name="Error">Error number of the answer; 0 for success.</param>
/// <param name="Text">Text of the answer.</param>
public sealed record Answer(bool Reached, int Error, string Text);

/// <summary>All that one step may know.</summary>
/// <param name="Kernel">The kernel in which the command runs.</param>
/// <param name="Device">The device that <see cref="Continuation.DevicePath"/> names, read just now; null when there is none at that path.</param>
/// <param name="Now">The time.</param>
/// <param name="Entropy">Fresh randomness.</param>
/// <param name="DirectoryExists">Whether <see cref="Continuation.Directory"/> exists.</param>
/// <param name="Answer">Answer to the last <see cref="Ask"/>; null when nothing was asked.</param>
/// <param name="CallerAlive">False once the calling process was killed: a system call goes on, its program does not.</param>
public sealed record StepInput(
    KernelState Kernel, DeviceState? Device, DateTimeOffset Now, Entropy Entropy, bool DirectoryExists = true, Answer? Answer = null,
    bool CallerAlive = true)
{
    /// <summary>True when the device is there and every access to it fails with EIO.</summary>
    public bool IoError => Kernel.DeviceFails(Device);

    /// <summary>The same after the kernel has written to its log.</summary>
    internal StepInput Logged(params IEnumerable<string> lines) => this with { Kernel = Kernel.Logged(Now, lines) };
}
