using LustreSupervisor.Simulation.Supervisors;

namespace LustreSupervisor.Simulation.Worlds;

/// <summary>Which member owns which entity: sharding with remembered entities. It is no fence; the journal's key is.</summary>
internal sealed class Ownership(World world)
{
    private readonly Dictionary<string, Member> _moved = new(StringComparer.Ordinal);

    internal Member Of(string id) => _moved.GetValueOrDefault(id) ?? Home(id);

    /// <summary>The other member takes over what this one owned.</summary>
    internal void TakeOver(Member from)
    {
        var to = Other(from);
        if (!to.IsAlive)
            return;
        to.MembersChanged();
        foreach (var id in Known())
        {
            _moved[id] = to;
            to.Own(id);
        }
    }

    /// <summary>Both own what they own at home: the rest is handed over, and starts anew there.</summary>
    internal void Rebalance()
    {
        _moved.Clear();
        foreach (var member in world.Members)
            member.IsSplit = false;
        foreach (var member in world.Members)
            if (member.IsAlive)
                member.Host.Run(() => member.Release(id => Of(id) != member));
        foreach (var id in Known())
            Of(id).Own(id);
    }

    /// <summary>Each believes to be alone.</summary>
    internal void Split()
    {
        foreach (var member in world.Members)
        {
            member.IsSplit = true;
            foreach (var id in Known())
                member.Own(id);
        }
    }

    /// <summary>The split is resolved as a split-brain resolver does: one side is given up and starts anew, empty; the other keeps what it has.</summary>
    internal void EndSplit(Member givenUp)
    {
        if (!world.Members.Any(m => m.IsSplit))
            return;
        foreach (var member in world.Members)
            member.IsSplit = false;
        if (givenUp.IsAlive)
            givenUp.Kill();
        TakeOver(givenUp);
        givenUp.Start();
        world.DisturbAll();
    }

    internal Member Other(Member member) => world.Members.First(m => m != member);

    private Member Home(string id) => world.Members[id.Sum(c => c) % world.Members.Count];

    private string[] Known() => [.. world.Journal.Ids];
}
