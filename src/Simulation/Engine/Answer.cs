using System.Runtime.CompilerServices;

namespace LustreSupervisor.Simulation.Engine;

/// <summary>
/// A value that is awaited once, by code of one host, and given by code of another. Unlike a task it never touches a thread: what follows
/// the <c>await</c> is put on the agenda of virtual time.
/// </summary>
/// <typeparam name="T">Type of the value.</typeparam>
internal sealed class Answer<T>(Agenda agenda, Host waiter) : ICriticalNotifyCompletion
{
    private Action? _continuation;
    private Exception? _error;
    private T? _value;

    /// <summary>It is there.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>For the compiler.</summary>
    public Answer<T> GetAwaiter() => this;

    /// <summary>The value.</summary>
    public T GetResult() => _error is null ? _value! : throw _error;

    /// <summary>Gives the value after a delay; only the first counts.</summary>
    public void Give(T value, TimeSpan delay = default) => agenda.After(delay, waiter, () => Complete(value, null));

    /// <summary>Gives a failure after a delay; only the first answer counts.</summary>
    public void Fail(Exception error, TimeSpan delay = default) => agenda.After(delay, waiter, () => Complete(default, error));

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => _continuation = continuation;

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => _continuation = continuation;

    private void Complete(T? value, Exception? error)
    {
        if (IsCompleted)
            return;
        (IsCompleted, _value, _error) = (true, value, error);
        _continuation?.Invoke();
    }
}
