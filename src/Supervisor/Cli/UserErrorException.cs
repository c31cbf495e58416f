namespace LustreSupervisor.Supervisor.Cli;

/// <summary>
/// Something that the person at the keyboard can put right. It becomes one line on standard error and exit code
/// <see cref="ExitCodes.UserError"/>, never a stack trace.
/// </summary>
public class UserErrorException : Exception
{
    /// <summary>An error with what to do about it.</summary>
    /// <param name="message">What was wrong and where, without a full stop.</param>
    /// <param name="hint">What to do about it; null when the message says it.</param>
    public UserErrorException(string message, string? hint = null)
        : base(message) => Hint = hint;

    /// <summary>An error with what to do about it and what brought it to light.</summary>
    /// <param name="message">What was wrong and where, without a full stop.</param>
    /// <param name="hint">What to do about it; null when the message says it.</param>
    /// <param name="cause">The exception behind it; kept for debuggers, not shown.</param>
    public UserErrorException(string message, string? hint, Exception cause)
        : base(message, cause) => Hint = hint;

    /// <summary>What to do about it; null when the message says it.</summary>
    public string? Hint { get; }

    /// <summary>The line for standard error.</summary>
    public string Line => Hint is null ? Message : $"{Message}; {Hint}";
}
