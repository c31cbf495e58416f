using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Supervisors;
using LustreSupervisor.Simulation.Worlds;

namespace LustreSupervisor.Simulation.Faults;

/// <summary>The API server answers nobody; its watches break.</summary>
internal sealed class ApiOutage : Fault
{
    internal override string Name => "api-outage";

    internal override bool Strike(World world, Dice dice)
    {
        var length = dice.Seconds(2, 120);
        world.Trace.Add("api", $"does not answer for {length.TotalSeconds:F0} s");
        world.Api.DownUntil = world.Agenda.Now + length;
        world.DisturbAll();
        foreach (var watcher in world.Api.Watchers)
            watcher.Lose(length + dice.Seconds(0.1, 5), noticed: dice.Chance(0.7));
        After(world, length, world.DisturbAll);
        return true;
    }

    internal override void Mend(World world) => world.Api.DownUntil = default;
}

/// <summary>Calls take seconds; some fail, before or after they were carried out; watches lag.</summary>
internal sealed class ApiSlow : Fault
{
    internal override string Name => "api-slow";

    internal override bool Strike(World world, Dice dice)
    {
        var length = dice.Seconds(20, 150);
        world.Trace.Add("api", $"is slow for {length.TotalSeconds:F0} s");
        world.Api.SlowUntil = world.Agenda.Now + length;
        world.DisturbAll();
        After(world, length, world.DisturbAll);
        return true;
    }

    internal override void Mend(World world) => world.Api.SlowUntil = default;
}

/// <summary>A member's watches break (410 and others), noticed or not.</summary>
internal sealed class WatchLost : Fault
{
    internal override string Name => "watch-lost";

    internal override bool Strike(World world, Dice dice)
    {
        if (AnyMember(world, dice) is not { } member)
            return false;
        world.Trace.Add(member.Name, "loses its watches");
        world.DisturbAll();
        member.Watcher.Lose(dice.Seconds(0.5, 60), noticed: dice.Chance(0.5));
        After(world, TimeSpan.FromSeconds(70), world.DisturbAll);
        return true;
    }
}

/// <summary>The journal's database does not answer; what was being written may have been.</summary>
internal sealed class JournalOutage : Fault
{
    internal override string Name => "journal-outage";

    internal override bool Strike(World world, Dice dice)
    {
        var length = dice.Seconds(1, 60);
        world.Trace.Add("journal", $"does not answer for {length.TotalSeconds:F0} s");
        world.Journal.DownUntil = world.Agenda.Now + length;
        world.DisturbAll();
        After(world, length + TimeSpan.FromSeconds(20), world.DisturbAll);
        return true;
    }

    internal override void Mend(World world) => world.Journal.DownUntil = default;
}

/// <summary>Messages to agents and between members are lost, repeated, reordered; what lives report is heard late and twice.</summary>
internal sealed class MessagesLost : Fault
{
    internal override string Name => "messages";

    internal override int Weight => 4;

    internal override bool Strike(World world, Dice dice)
    {
        var length = dice.Seconds(20, 200);
        world.Trace.Add("network", $"loses, repeats and reorders for {length.TotalSeconds:F0} s");
        world.LossUntil = world.Agenda.Now + length;
        world.DisturbAll();
        After(world, length + TimeSpan.FromSeconds(90), world.DisturbAll);
        return true;
    }

    internal override void Mend(World world) => world.LossUntil = default;
}

/// <summary>A supervisor is killed; the other one takes over, and it comes back.</summary>
internal sealed class MemberKilled : Fault
{
    internal override string Name => "supervisor-killed";

    internal override bool Strike(World world, Dice dice)
    {
        if (AnyMember(world, dice) is not { } member)
            return false;
        member.Kill();
        world.DisturbAll();
        After(world, dice.Seconds(3, 20), () => world.Ownership.TakeOver(member));
        After(world, dice.Seconds(20, 90), () => Restart(world, member));
        return true;
    }

    internal override void Mend(World world)
    {
        foreach (var member in world.Members.Where(m => !m.IsAlive))
            Restart(world, member);
        world.Ownership.EndSplit(world.Members[^1]);
        world.Ownership.Rebalance();
    }

    internal static void Restart(World world, Member member)
    {
        if (member.IsAlive)
            return;
        member.Start();
        After(world, TimeSpan.FromSeconds(5), () =>
        {
            if (!world.Members.Any(m => m.IsSplit))
                world.Ownership.Rebalance();
        });
        world.DisturbAll();
    }
}

/// <summary>
/// A supervisor stands still. The other one takes over if it lasts; when it goes on it believes for a while that nothing has changed, and
/// then learns that it was given up.
/// </summary>
internal sealed class MemberPaused : Fault
{
    private const double GivenUpAfter = 20;

    internal override string Name => "supervisor-paused";

    internal override bool Strike(World world, Dice dice)
    {
        if (AnyMember(world, dice) is not { } member)
            return false;
        var length = dice.Seconds(1, 120);
        var host = member.Host;
        world.Trace.Add(member.Name, $"stands still for {length.TotalSeconds:F0} s");
        world.DisturbAll();
        host.Freeze();
        var given = length.TotalSeconds > GivenUpAfter;
        if (given)
            After(world, TimeSpan.FromSeconds(GivenUpAfter), () => world.Ownership.TakeOver(member));
        After(world, length, () =>
        {
            world.Trace.Add(member.Name, "goes on");
            member.IsSplit = given;
            host.Thaw();
            world.DisturbAll();
        });
        if (given)
            After(world, length + dice.Seconds(0.5, 15), () =>
            {
                member.Kill();
                MemberKilled.Restart(world, member);
            });
        return true;
    }

    internal override void Mend(World world)
    {
        foreach (var member in world.Members)
            if (member.Host.Frozen)
                member.Host.Thaw();
    }
}

/// <summary>Two supervisors own everything at once, each believing to be alone.</summary>
internal sealed class TwoOwners : Fault
{
    internal override string Name => "two-owners";

    internal override bool Strike(World world, Dice dice)
    {
        if (world.Members.Any(m => !m.IsAlive || m.Host.Frozen || m.IsSplit))
            return false;
        world.Trace.Add("supervisors", "both own everything");
        world.DisturbAll();
        world.Ownership.Split();
        var loser = dice.Pick(world.Members);
        After(world, dice.Seconds(5, 60), () =>
        {
            world.Ownership.EndSplit(loser);
            world.DisturbAll();
        });
        return true;
    }
}

/// <summary>Controllers do not answer.</summary>
internal sealed class BmcFails : Fault
{
    internal override string Name => "bmc-fails";

    internal override bool Strike(World world, Dice dice)
    {
        world.Bmc.FailsUntil = world.Agenda.Now + dice.Seconds(30, 200);
        return true;
    }

    internal override void Mend(World world) => world.Bmc.FailsUntil = default;
}

/// <summary>Controllers take long to power off.</summary>
internal sealed class BmcSlow : Fault
{
    internal override string Name => "bmc-slow";

    internal override bool Strike(World world, Dice dice)
    {
        world.Bmc.SlowUntil = world.Agenda.Now + dice.Seconds(30, 200);
        return true;
    }

    internal override void Mend(World world) => world.Bmc.SlowUntil = default;
}

/// <summary>A person pauses a file system, and lets it go on later.</summary>
internal sealed class SpecPaused : Fault
{
    internal override string Name => "spec-paused";

    internal override int Weight => 3;

    internal override bool Strike(World world, Dice dice)
    {
        if (world.Api.Filesystems.IsEmpty)
            return false;
        Pause(world, dice.Pick([.. world.Api.Filesystems.Keys]), true);
        After(world, dice.Seconds(40, 300), () => Mend(world));
        return true;
    }

    internal override void Mend(World world)
    {
        foreach (var (key, filesystem) in world.Api.Filesystems)
            if (filesystem.Spec.Paused)
                Pause(world, key, false);
    }

    internal static void Pause(World world, string key, bool paused)
    {
        var fact = world.Api.Filesystems[key];
        world.Trace.Add("person", $"spec.paused of {key}: {paused}");
        world.Api.Put(fact with { Generation = fact.Generation + 1, Spec = fact.Spec with { Paused = paused } });
    }
}
