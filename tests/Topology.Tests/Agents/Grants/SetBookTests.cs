using CsCheck;
using LustreSupervisor.Topology.Agents.Grants;

namespace LustreSupervisor.Topology.Tests.Agents.Grants;

public sealed class SetBookTests
{
    private static readonly GrantSet Old = new("hpc/scratch", ["a", "b", "c"], 30);

    private static readonly GrantSet New = new("hpc/scratch", ["a", "d", "e"], 30);

    [Fact]
    public void A_new_set_is_obeyed_beside_the_old_one_until_it_is_known_to_stand_in_the_API_server()
    {
        var book = SetBook.Empty.Want([Old]).Telling().Told([Old]).Want([New]);
        Assert.Equal([Old, New], book.InForce);
        Assert.Equal([Old, New], book.Telling().InForce);
        Assert.Equal([New], book.Telling().Told([New]).InForce);
    }

    [Fact]
    public void A_set_that_was_told_without_an_answer_is_obeyed_even_when_another_is_wanted_by_now()
    {
        var book = SetBook.Empty.Want([Old]).Telling().Want([New]);
        Assert.Equal([Old, New], book.InForce);
        Assert.False(book.IsSettled);
    }

    [Fact]
    public void What_nobody_wants_ends_only_when_it_is_claimed_no_more()
    {
        var book = SetBook.Empty.Want([Old]).Telling().Told([Old]).Want([]);
        Assert.Equal([Old], book.InForce);
        Assert.Empty(book.Telling().Told([]).InForce);
    }

    /// <summary>However wishes change and messages get lost, the API server never names a set that the agent does not obey.</summary>
    [Fact]
    public void What_the_API_server_names_is_obeyed() => Gen.Select(Gen.Int[0, 3], Gen.Int[0, 7]).Array[1, 60].Sample(steps =>
    {
        var (book, server, inFlight) = (SetBook.Empty, (IReadOnlyList<GrantSet>)[], (IReadOnlyList<GrantSet>?)null);
        foreach (var (step, which) in steps)
        {
            switch (step)
            {
                case 0:
                    book = book.Want(which == 0 ? [] : [Old with { GrantSeconds = 10 + which }]);
                    break;
                case 1:
                    book = book.Telling();
                    inFlight = book.Wanted;
                    break;
                case 2 when inFlight is not null:
                    // Heard, and the answer is lost.
                    server = inFlight;
                    break;
                case 3 when inFlight is not null:
                    server = inFlight;
                    book = book.Told([.. inFlight]);
                    inFlight = null;
                    break;
            }

            Assert.All(server, set => Assert.Contains(set, book.InForce));
        }
    });
}
