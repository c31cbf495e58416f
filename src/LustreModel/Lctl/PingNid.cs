using LustreSupervisor.LustreModel.Lnet;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Lctl;

/// <summary><c>lctl ping NID</c> and <c>lnetctl ping NID</c>: the first step asks, the second prints.</summary>
internal sealed record PingNid(ToolCaller Caller, string Nid, bool Yaml) : Continuation(Caller)
{
    public override StepResult Resume(StepInput input) => !input.Kernel.Lnet.Up
        ? input.Done(Fail())
        : new StepResult(input.Kernel, input.Device, new Ask(new AskNid(Nid), new PingAnswered(Caller, this)));

    public ToolReply Fail() => Yaml
        ? new ToolReply(LnetText.Failure, "", $"manage:\n    - ping:\n          errno: -1\n          descr: failed to ping {Nid}: Input/output error\n")
        : Replies.Fail(1, $"failed to ping {Nid}: Input/output error\n");

    public ToolReply Succeed(string nids)
    {
        var all = nids.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return Replies.Ok(Yaml
            ? $"ping:\n    - primary nid: {all.FirstOrDefault(Nid)}\n      Multi-Rail: True\n      peer ni:\n"
                + string.Concat(all.Select(n => $"        - nid: {n}\n"))
            : "12345-0@lo\n" + string.Concat(all.Select(n => $"12345-{n}\n")));
    }
}

/// <summary>The answer to a ping.</summary>
internal sealed record PingAnswered(ToolCaller Caller, PingNid Ping) : Continuation(Caller)
{
    public override StepResult Resume(StepInput input) =>
        (input with { Kernel = input.Kernel.Exchanged(Ping.Nid, input.Answer is { Reached: true }) })
            .Done(input.Answer is { Reached: true } answer ? Ping.Succeed(answer.Text) : Ping.Fail());
}
