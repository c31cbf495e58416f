namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Probes;

/// <summary>Turns single answers into a result: only so many equal ones in a row count. Pure.</summary>
/// <param name="successes"><c>successThreshold</c>.</param>
/// <param name="failures"><c>failureThreshold</c>.</param>
internal sealed class ProbeThreshold(int successes, int failures)
{
    private bool? last;
    private int run;

    /// <summary>Takes an answer.</summary>
    /// <returns>The result that it makes certain; null while it makes none.</returns>
    public bool? Take(bool isSuccess)
    {
        run = last == isSuccess ? run + 1 : 1;
        last = isSuccess;
        return run >= (isSuccess ? successes : failures) ? isSuccess : null;
    }
}
