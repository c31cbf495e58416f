using System.ComponentModel;
using System.Runtime.InteropServices;
using LustreSupervisor.Agent.Native;
using LustreSupervisor.Topology.Agents.Grants;
using Microsoft.Win32.SafeHandles;

namespace LustreSupervisor.Agent.Node.Watchdogs;

/// <summary>The kernel's watchdog (Documentation/watchdog/watchdog-api.rst of Linux): a write of any byte feeds it, a last 'V' disarms it at the close.</summary>
internal sealed class DeviceWatchdog(string path) : IWatchdog
{
    /// <summary>Any byte but 'V'.</summary>
    private const byte Food = (byte)'1';

    /// <summary>The magic close character.</summary>
    private const byte Magic = (byte)'V';

    private SafeFileHandle? _device;

    /// <inheritdoc/>
    public void Arm()
    {
        var device = Libc.Open(path, Libc.OpenWrite);
        if (device.IsInvalid)
            throw Failed("open");
        _device = device;
        var seconds = (int)GrantTimes.WatchdogTimeout.TotalSeconds;
        if (Libc.SetWatchdogTimeout(device, ref seconds) != 0)
            throw Undone(Failed("WDIOC_SETTIMEOUT"));

        // The driver answers what it could do. A longer time-out would let the node outlive the proof of its death.
        if (seconds > GrantTimes.WatchdogTimeout.TotalSeconds)
            throw Undone(new IOException($"{path}: its shortest time-out is {seconds} s, at most {GrantTimes.WatchdogTimeout.TotalSeconds} s can be used"));
        Feed();
    }

    /// <inheritdoc/>
    public void Feed() => Write(Food);

    /// <inheritdoc/>
    public void Disarm()
    {
        Write(Magic);
        _device?.Dispose();
        _device = null;
    }

    private IOException Undone(IOException reason)
    {
        Disarm();
        return reason;
    }

    private void Write(byte value)
    {
        var device = _device ?? throw new IOException($"{path} is not open");
        if (Libc.Write(device, [value], 1) != 1)
            throw Failed("write");
    }

    private IOException Failed(string doing)
    {
        var error = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"{path}: {doing}: {error.Message}", error);
    }
}
