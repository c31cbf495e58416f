namespace LustreSupervisor.Simulation.Invariants;

/// <summary>Every invariant; a new one is a file beside this and a line here.</summary>
internal static class InvariantList
{
    internal static Invariant[] Create() =>
    [
        new OneKernelWrites(),
        new NeverFormatTwice(),
        new RightDeviceMounted(),
        new ProofsAreTrue(),
        new NewerLifeOnly(),
        new OverIsOver(),
        new OwnOrdersOnly(),
        new MistakesAreRefused(),
        new HealthyIsLeftAlone(),
        new FencesAreWanted(),
        new DeclaredPlaces(),
        new ProtectionIsOn(),
        new FewFences(),
        new PausedIsUntouched(),
        new OneManagementServer(),
        new PlansAreClean(),
        new AllSettle(),
    ];
}
