using LustreSupervisor.Agent.Reporting;
using LustreSupervisor.Agent.Tools;
using LustreSupervisor.Topology.Agents.Lnet;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Operations;

/// <summary>Sees to it that this kernel's LNet has what the order declares. Only ever adds: other servers use what is there.</summary>
internal sealed class LnetSetup(ILustre lustre, Notebook notes)
{
    /// <summary>Null when every declared network is there and up, else the fault.</summary>
    /// <exception cref="UnrecognizedOutputException">lnetctl said something unknown.</exception>
    public async Task<Fault?> EnsureAsync(WantedTarget target, CancellationToken cancellationToken)
    {
        if (target.Networks.IsDefaultOrEmpty)
            return null;
        var (shown, said) = await ShowAsync(cancellationToken);
        var missing = LnetPlan.Missing(target.Networks, shown);
        if (missing.Length > 0)
        {
            said = await AddAsync(LnetYaml.Write(missing), cancellationToken);
            (shown, var after) = await ShowAsync(cancellationToken);
            said = string.Join("; ", new[] { said, after }.Where(t => t.Length > 0));
        }
        notes.Set("lnet", LnetRule.Notes(target.Networks, shown));
        return LnetRule.Fault(target.Networks, target.ServiceNids, shown, said);
    }

    /// <summary>What is there; nothing when LNet is not even loaded, which importing a network does.</summary>
    private async Task<(LnetShow Shown, string Said)> ShowAsync(CancellationToken cancellationToken)
    {
        var answer = await lustre.LnetShowAsync(cancellationToken);
        return answer.Succeeded ? (LnetShow.Parse(answer.Stdout), "") : (new LnetShow([]), answer.Describe());
    }

    /// <summary>What went wrong on the way, for people: whether it worked is seen afterwards and not believed.</summary>
    private async Task<string> AddAsync(string yaml, CancellationToken cancellationToken)
    {
        var configured = await lustre.LnetConfigureAsync(cancellationToken);
        var file = Path.Combine(Path.GetTempPath(), $"lustre-agent-{Environment.ProcessId}-{Guid.NewGuid():n}.yaml");
        try
        {
            await using (var stream = new FileStream(file, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            await using (var writer = new StreamWriter(stream))
                await writer.WriteAsync(yaml.AsMemory(), cancellationToken);
            var imported = await lustre.LnetImportAsync(file, cancellationToken);
            return string.Join("; ", new[] { configured, imported }.Where(r => !r.Succeeded).Select(r => r.Describe()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
