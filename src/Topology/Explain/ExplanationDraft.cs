using System.Collections.Immutable;
using System.Globalization;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Explain;

/// <summary>An explanation in the making.</summary>
/// <param name="facts">What it is made from.</param>
internal sealed class ExplanationDraft(TargetFacts facts)
{
    private readonly ImmutableArray<string>.Builder _details = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<PersonAction>.Builder _actions = ImmutableArray.CreateBuilder<PersonAction>();
    private string _waitsFor = "";
    private string _rule = "";

    internal TargetFacts Facts => facts;

    internal ServerState Server => facts.Server;

    internal string Name => Server.Declared.Target.ObjectName;

    internal ExplanationDraft WaitsFor(string what, string rule = "")
    {
        (_waitsFor, _rule) = (what, rule);
        return this;
    }

    internal ExplanationDraft WaitsFor(string what, Rule rule) => WaitsFor(what, rule.ToString());

    internal ExplanationDraft Detail(string? detail)
    {
        if (!string.IsNullOrEmpty(detail))
            _details.Add(detail);
        return this;
    }

    internal ExplanationDraft Can(string when, string command)
    {
        _actions.Add(new PersonAction(when, command));
        return this;
    }

    /// <summary>An order about this server, ready to paste: name and number are filled in, the words are the person's.</summary>
    internal ExplanationDraft CanOrder(string when, string verb, string statement, string options = "") => Can(when, string.Create(
        CultureInfo.InvariantCulture,
        $"supervisor {verb} {Name}{options} --confirm {Name} --fencing-number {Server.LastNumber} --statement \"{statement}\""));

    internal Explanation End() => new(
        Name, Server.Declared.Target.Namespace, Server.Phase.ToString(), Server.PhaseSince, _waitsFor, _rule, _details.ToImmutable(), _actions.ToImmutable(),
        Interruption.LastOf(facts.Episodes, facts.Now));
}
