namespace LustreSupervisor.Supervisor.Cli;

/// <summary>Exit codes of the program. Scripts rely on them.</summary>
public static class ExitCodes
{
    /// <summary>Everything that was asked for holds.</summary>
    public const int Ok = 0;

    /// <summary>The request was wrong or cannot be met; standard error says why.</summary>
    public const int UserError = 1;

    /// <summary>A fault of the program itself (EX_SOFTWARE of sysexits.h).</summary>
    public const int SoftwareFault = 70;

    /// <summary>Ended by Ctrl-C: 128 + SIGINT, as shells report it.</summary>
    public const int Interrupted = 130;

    /// <summary>Ended by SIGTERM: 128 + 15, as shells report it.</summary>
    public const int Terminated = 143;
}
