using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Dmesg;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Mounting;

/// <summary>What an MGS does with what other kernels send it.</summary>
public static class MgsService
{
    /// <summary>Takes a registration in.</summary>
    /// <param name="kernel">Kernel in which the MGS runs.</param>
    /// <param name="device">Device that holds the MGT.</param>
    /// <param name="registration">What a starting target sent.</param>
    /// <param name="now">The time, for the kernel's log.</param>
    /// <returns>New states, and 0 or the error number of the answer.</returns>
    public static (KernelState Kernel, DeviceState Device, int Error) Register(
        KernelState kernel, DeviceState device, TargetRegistration registration, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(registration);
        var (config, error) = device.Config.Register(registration);
        if (device.RefusesWritesOf(kernel) && !ReferenceEquals(config, device.Config))
            return (kernel.Logged(now, KernelWords.ReservationConflict(device.Path)), device, Errno.Io);
        return error == Errno.AddrInUse
            ? (kernel.Logged(now, KernelWords.IndexInUse(registration.Service, registration.Index)), device, error)
            : (kernel, device with { Config = config }, error);
    }
}
