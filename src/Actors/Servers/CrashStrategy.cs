using Akka.Actor;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Servers;

/// <summary>The supervision strategy of a server: the crash policy, mapped by one switch.</summary>
internal static class CrashStrategy
{
    /// <summary>
    /// Builds the strategy. The directive is a function of the exception alone; what becomes of the target is decided later, in the
    /// server's own mailbox, from the message that is told here: it arrives before <see cref="Terminated"/>.
    /// </summary>
    internal static SupervisorStrategy Create(IActorRef self) => new OneForOneStrategy(
        CrashPolicy.SessionRestartsMax,
        CrashPolicy.SessionWindow,
        e =>
        {
            self.Tell(new ChildFaulted((e as IncarnationException)?.Number ?? 0, IncarnationException.FaultOf(e), (e as IncarnationException)?.PodUid));
            return DirectiveOf(CrashPolicy.RowFor(IncarnationException.FaultOf(e).Kind).Child);
        });

    private static Directive DirectiveOf(ChildVerdict verdict) => verdict switch
    {
        ChildVerdict.Resume => Directive.Resume,
        ChildVerdict.Restart => Directive.Restart,
        ChildVerdict.Stop => Directive.Stop,
        _ => Directive.Escalate,
    };
}
