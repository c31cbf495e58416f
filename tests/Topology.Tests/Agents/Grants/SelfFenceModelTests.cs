using System.Collections.Immutable;
using CsCheck;
using LustreSupervisor.Topology.Agents.Grants;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Tests.Agents.Grants;

/// <summary>
/// One node, its peers, its watchdog and a supervisor in virtual time: peers restart and are cut off, answers come late, feeds are written
/// late, clocks drift, rounds take time. A proof is never given while the node lives.
/// </summary>
public sealed class SelfFenceModelTests
{
    private const int Seconds = 5;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void No_proof_while_the_node_lives(int size)
    {
        var proofs = 0;
        var phase = Gen.Select(Gen.Int[1, 70], Gen.Int[0, 31], Gen.Int[0, 9], Gen.Int[0, 19], Gen.Int[0, 40], Phase.Of);
        Gen.Select(phase.Array[2, 8], Gen.Int[0, 500]).Sample(
            (phases, drift) =>
            {
                if (new World(size, drift / 100_000.0).Run(phases) > 0)
                    proofs++;
            },
            iter: 2000, threads: 1);
        Assert.NotEqual(0, proofs);
    }

    [Fact]
    public void A_node_that_is_cut_off_is_proved_dead_in_bounded_time() => Assert.InRange(
        new World(3, 0).Run([new Phase(20, 0, 0, 0, -1), new Phase(100, 31, 0, 0, -1)]), 20 + (2 * Seconds), 20 + 60);

    /// <summary>How things are for some ticks.</summary>
    /// <param name="Ticks">How many.</param>
    /// <param name="Cut">Peers that are cut off, one bit each.</param>
    /// <param name="AnswerLate">Ticks that answers to the node take.</param>
    /// <param name="FeedLate">Ticks between the decision to feed and the feed.</param>
    /// <param name="Restarted">Peer that restarts at the beginning; another number for none.</param>
    private sealed record Phase(int Ticks, int Cut, int AnswerLate, int FeedLate, int Restarted)
    {
        public static Phase Of(int ticks, int cut, int answerLate, int feedLate, int restarted) => new(ticks, cut, answerLate, feedLate, restarted);
    }

    /// <summary>The node is "a"; the others follow the alphabet.</summary>
    private sealed class World
    {
        /// <summary>Ticks of one round: <see cref="GrantTimes.RoundMax"/>.</summary>
        private const int RoundTicks = 4;

        private readonly GrantSet _set;
        private readonly KernelId _kernel = new("a", "boot");
        private readonly Dictionary<string, List<GrantLedger>> _ledgers = [];
        private readonly double _drift;
        private readonly List<(TimeSpan Due, string Peer, TimeSpan AskedAt)> _late = [];
        private GrantHolder _holder = new("a");
        private TimeSpan _now;
        private TimeSpan? _lastFeed;
        private (TimeSpan Due, bool Decided) _feed;
        private int _tick;
        private int _armedAt = int.MaxValue / 2;

        public World(int size, double drift)
        {
            _set = new GrantSet("fs", [.. Enumerable.Range(0, size).Select(n => $"{(char)('a' + n)}")], Seconds);
            _drift = drift;
            foreach (var peer in _set.Nodes.Skip(1))
                _ledgers[peer] = [new GrantLedger(TimeSpan.Zero)];
        }

        private bool Alive => _lastFeed is not { } fed || _now < fed + GrantTimes.WatchdogTimeout;

        /// <summary>Runs, and returns the tick of the first proof about a node whose watchdog was armed; 0 when there was none.</summary>
        public int Run(Phase[] phases)
        {
            foreach (var phase in phases)
            {
                for (var n = 0; n < phase.Ticks; n++)
                {
                    (_now, _tick) = (_now + Tick, _tick + 1);
                    foreach (var (ledgers, peer) in _ledgers.Values.Select((l, p) => (l, p)))
                        ledgers.Add(n == 0 && peer == phase.Restarted ? new GrantLedger(PeerTime(_now)) : ledgers[^1]);
                    if (Alive)
                        Live(phase);
                    // What it claims is read before the first question of a round.
                    if (_tick - _armedAt < RoundTicks || !Proved())
                        continue;
                    Assert.False(Alive, $"proved dead at tick {_tick} and alive");
                    return _tick;
                }
            }

            return 0;
        }

        private void Live(Phase phase)
        {
            foreach (var (peer, n) in _ledgers.Keys.Select((p, n) => (p, n)).ToList())
            {
                if ((phase.Cut & (1 << n)) != 0 || (_tick + n) % 3 != 0)
                    continue;
                _ledgers[peer][^1] = _ledgers[peer][^1].Give(_kernel, Seconds, PeerTime(_now))!;
                _late.Add((_now + (Tick * phase.AnswerLate), peer, _now));
            }

            foreach (var answer in _late.Where(a => a.Due <= _now).ToList())
            {
                _holder = _holder.Granted(answer.Peer, answer.AskedAt, Seconds);
                _late.Remove(answer);
            }

            if (_feed.Decided && _feed.Due <= _now)
            {
                _armedAt = Math.Min(_armedAt, _tick);
                (_lastFeed, _feed) = (_now, default);
            }

            if (!_feed.Decided && _holder.MayFeed([_set], _now))
                _feed = (_now + (Tick * phase.FeedLate), true);
        }

        /// <summary>The answers of one round were true at different moments of it, and the proof is used at once.</summary>
        private bool Proved()
        {
            var answers = _ledgers.Select((l, n) =>
            {
                var ago = Math.Min((_tick + n) % (RoundTicks + 1), l.Value.Count - 1);
                var lapsed = l.Value[^(1 + ago)].Judge(_kernel, Seconds, PeerTime(_now - (Tick * ago))).Lapsed;
                return new WitnessAnswer(l.Key, new KernelId(l.Key, "boot"), lapsed, "");
            }).ToImmutableArray();
            return SelfFenceRule.Judge(_set, ("a", _kernel), answers, GrantTimes.RoundMax).Holds;
        }

        private TimeSpan PeerTime(TimeSpan at) => at * (1 + _drift);
    }
}
