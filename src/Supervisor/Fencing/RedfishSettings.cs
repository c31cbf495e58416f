namespace LustreSupervisor.Supervisor.Fencing;

/// <summary>How management controllers are talked to.</summary>
public sealed record RedfishSettings
{
    /// <summary>User on every controller.</summary>
    public string User { get; init; } = "admin";

    /// <summary>File with that user's password, read at each fence so that it can be rotated; null for none.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Deadline of one request. Controllers are slow, some take many seconds to answer.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Deadline from the order to power off to its confirmation. A forced power-off takes seconds; past this the controller is stuck.</summary>
    public TimeSpan ConfirmTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Pause between two looks at the power state. Each is a request to a slow controller, and servers wait for the answer.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);
}
