using CsCheck;
using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LustreModel.Tests.Data;

/// <summary>Whatever happens in whatever order: a client that comes back within the window has lost nothing, and nothing was done twice.</summary>
public sealed class NothingLostTests
{
    private static readonly string[] Names = ["a", "b", "c"];

    private enum Act
    {
        Write,
        Deliver,
        DeliverAndCut,
        Cut,
        Connect,
        Commit,
        Crash,
        Start,
        Pass,
    }

    private static readonly Gen<(Act Act, int Client, int Slot, byte Value)> Step = Gen.Select(
        Gen.Frequency(
            (8, Gen.Const(Act.Write)), (20, Gen.Const(Act.Deliver)), (2, Gen.Const(Act.DeliverAndCut)), (2, Gen.Const(Act.Cut)),
            (6, Gen.Const(Act.Connect)), (2, Gen.Const(Act.Commit)), (1, Gen.Const(Act.Crash)), (4, Gen.Const(Act.Start)),
            (2, Gen.Const(Act.Pass))),
        Gen.Int[0, Names.Length - 1], Gen.Int[0, 4], Gen.Byte);

    [Fact]
    public void Clients_that_come_back_find_all_that_was_acknowledged_once() => Step.Array[0, 400].Sample(
        steps =>
        {
            var world = new DataWorld(Names);
            foreach (var step in steps)
                Play(world, step);
            ComeBack(world);
            foreach (var (name, client) in world.Clients)
            {
                Assert.Equal((0, 0), (client.Evictions, client.Errors.Count));
                Assert.Equal(client.Asked.Values.Select(a => a.Slot).ToHashSet(), [.. client.Acknowledged.Keys]);
                // Requests of one client are carried out in their order, so the last one asked for stands.
                foreach (var last in client.Asked.OrderBy(a => a.Key).GroupBy(a => a.Value.Slot, a => a.Value.Value))
                    Assert.Equal(last.Last(), world.Read(name, last.Key));
                Assert.All(client.Asked.Keys, xid => Assert.Equal(1, world.TimesApplied(name, xid)));
            }
        }, iter: 2000);

    [Fact]
    public void Whoever_is_evicted_knows_what_it_may_have_lost_and_nobody_else_loses_anything() => Step.Array[0, 400].Sample(
        steps =>
        {
            var world = new DataWorld(Names);
            foreach (var step in steps)
            {
                Play(world, step);
                if (step is { Act: Act.Pass, Value: > 200 })
                    world.Pass(TimeSpan.FromSeconds(900));
            }
            ComeBack(world);
            foreach (var (name, client) in world.Clients)
            {
                Assert.True(client.Evictions > 0 || client.Revoked.Count == 0);
                foreach (var slot in client.Acknowledged.Keys.Except(client.Revoked))
                    Assert.NotNull(world.Read(name, slot));
            }
        }, iter: 2000);

    private static void Play(DataWorld world, (Act Act, int Client, int Slot, byte Value) step)
    {
        var name = Names[step.Client];
        switch (step.Act)
        {
            case Act.Write: world[name].Write(step.Slot, step.Value); break;
            case Act.Deliver: world.Deliver(name); break;
            case Act.DeliverAndCut: world.DeliverAndCut(name); break;
            case Act.Cut: world[name].Cut(); break;
            case Act.Connect: world.Connect(name); break;
            case Act.Commit: world.Commit(); break;
            case Act.Crash: world.Crash(); break;
            case Act.Start when world.Service is null: world.Start(); break;
            case Act.Pass: world.Pass(TimeSpan.FromMilliseconds(100)); break;
            default: break;
        }
    }

    private static void ComeBack(DataWorld world)
    {
        if (world.Service is null)
            world.Start();
        for (var round = 0; round < 10; round++)
            world.ConnectAll();
        Assert.All(world.Clients.Values, c => Assert.Equal((ImportPhase.Full, 0), (c.Import.Phase, c.Import.Pending.Count)));
    }
}
