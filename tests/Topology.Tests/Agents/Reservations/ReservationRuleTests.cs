using CsCheck;
using LustreSupervisor.Topology.Agents.Reservations;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Tests.Agents.Reservations;

public sealed class ReservationRuleTests
{
    private const ulong Own = 0xa;
    private const ulong Victim = 0xb;
    private const ulong Third = 0xc;

    private static readonly StorageFenceCase Case = new("wwn-0x5 at /dev/sdb", Own, Victim, [Third]);

    [Theory]
    [InlineData("", null, "KeyPreempted")]
    [InlineData("b", "b", "KeyPreempted")]
    [InlineData("a", null, "Reserve")]
    [InlineData("a,b", "b", "Preempt b")]
    [InlineData("a,b,c", "a", "Preempt b")]
    [InlineData("a,a", "a", "Held")]
    public void A_mount_ends_as_the_only_registrant(string keys, string? holder, string step) => Assert.Equal(step, Word(MountGuard.Next(
        State(keys, holder), Own, "/dev/sdb")));

    [Theory]
    [InlineData(ReservationType.WriteExclusive)]
    [InlineData(ReservationType.ExclusiveAccessRegistrantsOnly)]
    public void A_reservation_of_another_kind_is_for_a_person(ReservationType type)
    {
        var step = MountGuard.Next(new ReservationState([Own], new ReservationHold(Own, type)), Own, "/dev/sdb");
        Assert.Equal((FaultKind.Target, "ReservedDifferently"), step is GuardStep.Refuse(var fault) ? (fault.Kind, fault.Reason) : default);
    }

    [Theory]
    [InlineData("b", "b", "a,b", "b", true)]
    [InlineData("a,b", "b", "a,b", "b", false)]
    [InlineData("", null, "a", null, false)]
    [InlineData("b", "b", "a", "a", false)]
    public void A_refused_agent_leaves_the_device_as_it_found_it(string before, string? by, string after, string? holder, bool may) =>
        Assert.Equal(may, MountGuard.MayUnregister(State(before, by), State(after, holder), Own));

    [Theory]
    [InlineData("b", "b", false, "Register")]
    [InlineData("a,b", "b", false, "Preempt")]
    [InlineData("a,b", null, true, "Preempt")]
    [InlineData("a", null, true, "Reserve")]
    [InlineData("a", "a", true, "Confirmed")]
    [InlineData("a,c", "c", true, "Confirmed")]
    [InlineData("c", "c", true, "NotConfirmed own key")]
    [InlineData("c", "c", false, "Confirmed")]
    [InlineData("a,c", "a", false, "Confirmed")]
    [InlineData("d", "d", false, "NotConfirmed nobody knows whose")]
    [InlineData("", null, false, "NotConfirmed nothing reserves it")]
    [InlineData("c", null, false, "NotConfirmed nothing reserves it")]
    public void A_fence_is_decided_on_what_the_device_says(string keys, string? holder, bool found, string step)
    {
        var next = StorageFenceRule.Next(State(keys, holder), Case, found);
        var words = step.Split(' ', 2);
        Assert.Equal(words[0], next.GetType().Name);
        if (next is StorageFenceStep.NotConfirmed(var reason))
            Assert.Contains(words[1], reason, StringComparison.Ordinal);
        if (next is StorageFenceStep.Confirmed(var evidence))
            Assert.Contains("/dev/sdb", evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_does_not_fence_itself() =>
        Assert.IsType<StorageFenceStep.NotConfirmed>(StorageFenceRule.Next(State("a", "a"), Case with { Victim = Own }, found: true));

    [Fact]
    public void What_a_fence_confirms_cannot_write() => Histories().Sample(history =>
    {
        // Kernels 0 to 2 with two paths each; kernel 1 is the victim and mounted guarded; others fence and mount in between.
        var device = new TestDevice();
        Mount(device, 1);
        foreach (var (kernel, act) in history)
        {
            if (act == 0 && kernel != 1)
                Mount(device, kernel);
            else if (kernel != 1 && Fence(device, kernel, steps: act))
                Assert.False(device.MayWrite("1.0") || device.MayWrite("1.1"), "confirmed, and it writes");
        }
    });

    [Fact]
    public void After_a_guarded_mount_nobody_else_writes() => Histories().Sample(history =>
    {
        var device = new TestDevice();
        foreach (var (kernel, act) in history)
        {
            if (act > 2)
                Fence(device, kernel, steps: act);
            Mount(device, kernel);
            Assert.True(device.MayWrite($"{kernel}.0") && device.MayWrite($"{kernel}.1"));
            Assert.All(Enumerable.Range(0, 3).Where(k => k != kernel), k => Assert.False(device.MayWrite($"{k}.0") || device.MayWrite($"{k}.1")));
        }
    });

    private static Gen<(int Kernel, int Act)[]> Histories() => Gen.Select(Gen.Int[0, 2], Gen.Int[0, 6]).Array[0, 12];

    private static ulong KeyOf(int kernel) => (ulong)(100 + kernel);

    private static void Mount(TestDevice device, int kernel)
    {
        device.Register($"{kernel}.0", KeyOf(kernel));
        device.Register($"{kernel}.1", KeyOf(kernel));
        for (var i = 0; i < MountGuard.StepsMax; i++)
        {
            switch (MountGuard.Next(device.State, KeyOf(kernel), "d"))
            {
                case GuardStep.Preempt(var other): Assert.True(device.Preempt($"{kernel}.0", other)); break;
                case GuardStep.Reserve: Assert.True(device.Reserve($"{kernel}.0")); break;
                case GuardStep.Held: return;
                case var step: Assert.Fail(step.ToString()); break;
            }
        }

        Assert.Fail("too many steps");
    }

    /// <summary>Carries a fence out, or only its first steps, as a node that dies in the middle does.</summary>
    private static bool Fence(TestDevice device, int kernel, int steps)
    {
        var fence = new StorageFenceCase("d", KeyOf(kernel), KeyOf(1), [KeyOf(0), KeyOf(2)]);
        var found = false;
        for (var i = 0; i < steps; i++)
        {
            var state = device.State;
            found |= state.Keys.Contains(fence.Victim);
            switch (StorageFenceRule.Next(state, fence, found))
            {
                case StorageFenceStep.Register: device.Register($"{kernel}.0", fence.Own); break;
                case StorageFenceStep.Preempt: device.Preempt($"{kernel}.0", fence.Victim); break;
                case StorageFenceStep.Reserve: device.Reserve($"{kernel}.0"); break;
                case StorageFenceStep.Confirmed: return true;
                default: return false;
            }
        }

        return false;
    }

    private static string Word(GuardStep step) => step switch
    {
        GuardStep.Preempt(var key) => $"Preempt {key:x}",
        GuardStep.Refuse(var fault) => fault.Reason,
        _ => step.GetType().Name,
    };

    private static ReservationState State(string keys, string? holder) => new(
        [.. keys.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Hex)],
        holder is null ? null : new ReservationHold(Hex(holder), ReservationType.WriteExclusiveRegistrantsOnly));

    private static ulong Hex(string text) => Convert.ToUInt64(text, 16);
}
