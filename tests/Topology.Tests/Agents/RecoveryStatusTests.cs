using LustreSupervisor.Topology.Agents.Parsing;

namespace LustreSupervisor.Topology.Tests.Agents;

public sealed class RecoveryStatusTests
{
    private const string Complete = """
        obdfilter.fs-OST0000.recovery_status=
        status: COMPLETE
        recovery_start: 1620410016
        recovery_duration: 150
        completed_clients: 4/8
        replayed_requests: 0
        last_transno: 4294967296
        VBR: ENABLED
        IR: ENABLED
        """;

    private const string Recovering = """
        mdt.fs-MDT0002.recovery_status=
        status: RECOVERING
        recovery_start: 1620920843
        time_remaining: 119
        connected_clients: 3/7
        req_replay_clients: 0
        lock_repay_clients: 0
        completed_clients: 2
        evicted_clients: 1
        replayed_requests: 0
        queued_requests: 0
        next_transno: 4294967311
        """;

    private const string Waiting = """
        mdt.fs-MDT0001.recovery_status=
        status: WAITING
        non-ready MDTs:  0002
        recovery_start: 1620920843
        time_waited: 77
        """;

    [Theory]
    [InlineData("obdfilter.fs-OST0004.recovery_status=status: WAITING_FOR_CLIENTS", RecoveryState.WaitingForClients)]
    [InlineData("obdfilter.fs-OST0009.recovery_status=status: INACTIVE\n", RecoveryState.Inactive)]
    [InlineData("status: INACTIVE\n", RecoveryState.Inactive)]
    [InlineData(Waiting, RecoveryState.Waiting)]
    public void Forms_without_clients_are_read(string text, RecoveryState state) =>
        Assert.Equal(new RecoveryStatus(state, 0, 0, 0, null), RecoveryStatus.Parse(text));

    [Fact]
    public void Who_had_not_come_back_at_the_end_was_evicted() =>
        Assert.Equal(
            new RecoveryStatus(RecoveryState.Complete, 4, 8, 4, null) { ConnectedClients = 4 }, RecoveryStatus.Parse(Complete));

    [Fact]
    public void A_recovery_that_runs_says_how_long() =>
        Assert.Equal(
            new RecoveryStatus(RecoveryState.Recovering, 2, 7, 1, 119) { ConnectedClients = 3 }, RecoveryStatus.Parse(Recovering));

    [Fact]
    public void One_answer_may_be_about_several_targets()
    {
        var read = RecoveryStatus.ParseAll(string.Join('\n', Complete, "obdfilter.fs-OST0009.recovery_status=status: INACTIVE", Waiting, ""));
        Assert.Equal(["fs-MDT0001", "fs-OST0000", "fs-OST0009"], read.Keys);
        Assert.Equal(
            [RecoveryState.Waiting, RecoveryState.Complete, RecoveryState.Inactive], read.Values.Select(r => r.State));
    }

    [Theory]
    [InlineData("status: SINGING", 1)]
    [InlineData("status: COMPLETE\ncompleted_clients: many/8", 2)]
    [InlineData("status: RECOVERING\nlock_replay_clients: 0", 2)]
    [InlineData("status: INACTIVE\nstatus: INACTIVE", 2)]
    [InlineData("", 0)]
    public void What_is_not_known_is_named_by_its_line(string text, int line) =>
        Assert.Equal(line, Assert.Throws<UnrecognizedOutputException>(() => RecoveryStatus.Parse(text)).LineNumber);
}
