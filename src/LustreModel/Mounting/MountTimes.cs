namespace LustreSupervisor.LustreModel.Mounting;

/// <summary>How long mounts and unmounts take, in Lustre's own time.</summary>
public static class MountTimes
{
    /// <summary>Reading and writing around each MMP watch: with a watch of 21 s, mount(2) of an active device measured 22 s.</summary>
    public static readonly TimeSpan MmpOverhead = TimeSpan.FromSeconds(1);

    /// <summary>Journal recovery after a crash: two watches and this are the 44.9 s measured.</summary>
    public static readonly TimeSpan JournalRecovery = TimeSpan.FromMilliseconds(900);

    /// <summary>Pause between two attempts to register with the MGS (<c>server_register_target</c>).</summary>
    public static readonly TimeSpan RegistrationRetry = TimeSpan.FromSeconds(2);

    /// <summary>Attempts to register after the first.</summary>
    public const int RegistrationRetriesMax = 5;

    /// <summary>Disconnecting exports and flushing the journal at an unmount.</summary>
    public static readonly TimeSpan Unmount = TimeSpan.FromMilliseconds(500);

    /// <summary>How often something that hangs looks whether it still has to. Not scaled: it is the model's own.</summary>
    public static readonly TimeSpan HungPoll = TimeSpan.FromMilliseconds(100);

    /// <summary>From the death of a pod's last process until the kernel begins to take its mount namespace down.</summary>
    public static readonly TimeSpan PodTeardown = TimeSpan.FromMilliseconds(200);
}
