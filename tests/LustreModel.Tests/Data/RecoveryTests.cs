using LustreSupervisor.LustreModel.Data;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Tests.Data;

public sealed class RecoveryTests
{
    private readonly DataWorld _world = new("a", "b");

    [Fact]
    public void A_target_without_clients_serves_at_once()
    {
        Assert.IsType<Inactive>(_world.Service!.Recovery);
        _world.Crash();
        _world.Start();
        Assert.IsType<Inactive>(_world.Service!.Recovery);
    }

    [Fact]
    public void What_was_acknowledged_but_not_committed_comes_back_by_replay()
    {
        _world.ConnectAll();
        Write("a", 1, 11);
        _world.Commit();
        Write("a", 2, 22);
        Restart();
        Assert.Null(_world.Read("a", 2));
        Assert.Equal(new WaitingForClients(2), _world.Service!.Recovery);
        _world.ConnectAll();
        Assert.Equal(((byte?)11, (byte?)22), (_world.Read("a", 1), _world.Read("a", 2)));
        var complete = Assert.IsType<Complete>(_world.Service!.Recovery);
        Assert.Equal((2, 2, 1), (complete.Completed, complete.Known, complete.Replayed));
    }

    [Fact]
    public void A_client_that_connected_before_the_crash_is_waited_for_even_if_it_did_nothing()
    {
        _world.ConnectAll();
        Restart();
        Assert.Equal(new WaitingForClients(2), _world.Service!.Recovery);
    }

    [Fact]
    public void Waiting_for_the_first_client_lasts_for_ever()
    {
        _world.ConnectAll();
        Restart();
        _world.Pass(TimeSpan.FromDays(1));
        Assert.Equal(new WaitingForClients(2), _world.Service!.Recovery);
    }

    [Fact]
    public void Replays_of_all_clients_are_carried_out_in_the_order_of_their_numbers()
    {
        _world.ConnectAll();
        Write("a", 1, 1);
        Write("b", 1, 2);
        Write("a", 2, 3);
        Restart();
        _world.Connect("a");
        Deliver("a", 3);
        // The second of a's replays has number 3, and number 2 is b's.
        Assert.Equal((1, (byte?)1), (((Recovering)_world.Service!.Recovery).Queued, _world.Read("a", 1)));
        Assert.Null(_world.Read("a", 2));
        _world.ConnectAll();
        Assert.Equal(((byte?)1, (byte?)2, (byte?)3), (_world.Read("a", 1), _world.Read("b", 1), _world.Read("a", 2)));
        var transnos = _world.Service.Objects.Values.SelectMany(o => o.Runs).OrderBy(r => r.Transno).Select(r => r.Start);
        Assert.Equal([1, 1, 2], transnos);
    }

    [Fact]
    public void An_operation_whose_reply_was_lost_is_answered_when_it_comes_again_and_not_done_twice()
    {
        _world.ConnectAll();
        var xid = _world["a"].Write(1, 7);
        _world.DeliverAndCut("a");
        Assert.Empty(_world["a"].Acknowledged);
        _world.ConnectAll();
        Assert.Equal(7, _world["a"].Acknowledged[1]);
        Assert.Equal(1, _world.TimesApplied("a", xid));
    }

    [Fact]
    public void It_is_not_done_twice_after_a_restart_either_when_it_was_committed()
    {
        _world.ConnectAll();
        var xid = _world["a"].Write(1, 7);
        _world.DeliverAndCut("a");
        _world.Commit();
        Restart();
        _world.ConnectAll();
        Assert.Equal(7, _world["a"].Acknowledged[1]);
        Assert.Equal(1, _world.TimesApplied("a", xid));
    }

    [Fact]
    public void A_request_that_was_lost_with_the_kernel_is_sent_again_once_recovery_is_over()
    {
        _world.ConnectAll();
        var xid = _world["a"].Write(1, 7);
        _world.DeliverAndCut("a");
        Restart();
        _world.ConnectAll();
        Assert.Equal((7, 1), (_world["a"].Acknowledged[1], _world.TimesApplied("a", xid)));
    }

    [Fact]
    public void New_clients_are_refused_while_known_ones_are_waited_for()
    {
        var world = new DataWorld("a", "b");
        world.Connect("a");
        world.Settle();
        world.Crash();
        world.Start();
        world.Connect("b");
        world.Settle();
        Assert.Equal(ImportPhase.Disconnected, world["b"].Import.Phase);
        world.ConnectAll();
        world.ConnectAll();
        Assert.Equal(ImportPhase.Full, world["b"].Import.Phase);
    }

    [Fact]
    public void The_end_of_the_window_evicts_whoever_is_missing_and_the_others_go_on()
    {
        _world.ConnectAll();
        Write("b", 1, 9);
        Write("a", 1, 8);
        Restart();
        _world.Connect("a");
        _world.Settle();
        Assert.IsType<Recovering>(_world.Service!.Recovery);
        _world.Pass(TimeSpan.FromSeconds(149));
        Assert.IsType<Recovering>(_world.Service.Recovery);
        _world.Pass(TimeSpan.FromSeconds(1));
        _world.Settle();
        var complete = Assert.IsType<Complete>(_world.Service.Recovery);
        Assert.Equal((1, 2, 1), (complete.Completed, complete.Known, _world.Service.Evictions));
        Assert.Equal(((byte?)8, (byte?)null), (_world.Read("a", 1), _world.Read("b", 1)));
        _world.ConnectAll();
        Assert.Equal((1, 0), (_world["b"].Evictions, _world["a"].Evictions));
        Assert.Equal([1], _world["b"].Revoked);
        Write("b", 2, 5);
        Assert.Equal((byte?)5, _world.Read("b", 2));
    }

    [Fact]
    public void An_evicted_client_stays_evicted_after_the_next_crash()
    {
        _world.ConnectAll();
        Write("b", 1, 9);
        Restart();
        _world.Abort();
        Restart();
        Assert.IsType<Inactive>(_world.Service!.Recovery);
        _world.ConnectAll();
        Assert.Equal(1, _world["b"].Evictions);
        Assert.Equal(1, Assert.Single(_world["b"].Revoked));
    }

    [Fact]
    public void A_client_whose_new_admission_was_not_heard_knows_by_its_handle_that_it_was_evicted()
    {
        _world.ConnectAll();
        Write("b", 1, 9);
        Restart();
        _world.Abort();
        // The target takes it for a new client and says so, but the reply is lost; the next connect finds a client that is known.
        _world.Connect("b");
        _world.DeliverAndCut("b");
        Assert.Equal((0, 1), (_world["b"].Evictions, _world["b"].Import.Kept.Count));
        _world.ConnectAll();
        Assert.Equal((1, ImportPhase.Full), (_world["b"].Evictions, _world["b"].Import.Phase));
        Assert.Equal([1], _world["b"].Revoked);
        Assert.Null(_world.Read("b", 1));
        _world.ConnectAll();
        Assert.Equal(1, _world["b"].Evictions);
    }

    [Fact]
    public void What_an_evicted_client_had_no_answer_to_fails_with_an_io_error_and_is_not_sent_again()
    {
        _world.ConnectAll();
        var xid = _world["b"].Write(1, 9);
        _world["b"].Cut();
        Restart();
        _world.Abort();
        _world["b"].Write(2, 8);
        _world.ConnectAll();
        Assert.Equal([Errno.Io, Errno.Io], _world["b"].Errors);
        Assert.Equal((1, 0, 0L), (_world["b"].Evictions, _world["b"].Acknowledged.Count, _world["b"].Import.BytesHeld));
        Assert.Equal(0, _world.TimesApplied("b", xid));
        Assert.Empty(_world["b"].Revoked);
        Write("b", 3, 7);
    }

    [Fact]
    public void Replays_and_what_is_sent_again_are_counted()
    {
        _world.ConnectAll();
        Write("a", 1, 1);
        Write("a", 2, 2);
        _world["a"].Write(3, 3);
        _world.DeliverAndCut("a");
        Restart();
        // Never sent before, so it is not sent again either.
        _world["a"].Write(4, 4);
        _world.ConnectAll();
        Assert.Equal((2, 1), (_world["a"].Import.Replayed, _world["a"].Import.Resent));
        Assert.Equal((0, 0), (_world["b"].Import.Replayed, _world["b"].Import.Resent));
    }

    [Fact]
    public void The_window_grows_with_each_client_up_to_the_hard_limit()
    {
        _world.ConnectAll();
        Restart();
        _world.Connect("a");
        _world.Settle();
        _world.Pass(TimeSpan.FromSeconds(140));
        _world.Connect("b");
        _world.Deliver("b");
        _world["b"].Cut();
        Assert.Equal(_world.Now + TimeSpan.FromSeconds(120), ((Recovering)_world.Service!.Recovery).EndsAt);
        _world.Pass(TimeSpan.FromSeconds(130));
        Assert.IsType<Recovering>(_world.Service.Recovery);
        _world.Pass(TimeSpan.FromSeconds(900));
        var complete = Assert.IsType<Complete>(_world.Service.Recovery);
        Assert.Equal((1, 2), (complete.Completed, complete.Known));
    }

    [Fact]
    public void A_client_that_breaks_off_in_its_replay_starts_again_and_nothing_is_done_twice()
    {
        _world.ConnectAll();
        var first = Write("a", 1, 1);
        var second = Write("a", 2, 2);
        Restart();
        _world.Connect("a");
        Deliver("a", 2);
        _world["a"].Cut();
        _world.ConnectAll();
        Assert.Equal((1, 1), (_world.TimesApplied("a", first), _world.TimesApplied("a", second)));
        Assert.IsType<Complete>(_world.Service!.Recovery);
    }

    [Fact]
    public void A_client_that_left_is_not_waited_for_and_a_forced_unmount_forgets_them_all()
    {
        _world.ConnectAll();
        _world["a"].Leave();
        _world.Settle();
        Assert.Equal(["b"], _world.Service!.Exports.Keys);
        Assert.Empty(_world.Service.DropClients().Exports);
    }

    [Fact]
    public void Numbers_go_on_above_those_that_a_crash_may_have_taken()
    {
        _world.ConnectAll();
        Write("a", 1, 1);
        var lost = _world.Service!.LastTransno;
        Restart();
        _world.Abort();
        _world.ConnectAll();
        Write("a", 1, 2);
        Assert.True(_world.Service!.LastTransno > lost);
        Assert.Equal((2L << 32) + 1, _world.Service.LastTransno);
    }

    [Fact]
    public void A_full_or_read_only_target_acknowledges_nothing_more()
    {
        var service = TargetService.Open(DataWorld.Target, false, ServiceWindows.Scaled(1), [], TargetService.SpaceReserved + 4096);
        service = service.Handle("a", "a@tcp", new Request(RequestKind.Connect, 1), Scene.Start).Service;
        var write = new Request(RequestKind.Operation, 2, 0, 0, new WriteObject(new Fid(1, 1), 0, new byte[4096]));
        var full = service.Handle("a", "a@tcp", write, Scene.Start);
        Assert.Equal((Errno.NoSpace, 0), (Assert.Single(full.Deliveries).Reply.Result, full.Service.Objects.Count));
        var readOnly = (service with { ReadOnly = true, SpaceLeft = long.MaxValue }).Handle("a", "a@tcp", write, Scene.Start);
        Assert.Equal((Errno.ReadOnly, 0), (Assert.Single(readOnly.Deliveries).Reply.Result, readOnly.Service.Objects.Count));
    }

    private long Write(string client, int slot, byte value)
    {
        var xid = _world[client].Write(slot, value);
        _world.Settle();
        Assert.Equal(value, _world[client].Acknowledged[slot]);
        return xid;
    }

    private void Deliver(string client, int count)
    {
        for (var i = 0; i < count; i++)
            Assert.True(_world.Deliver(client));
    }

    private void Restart()
    {
        _world.Crash();
        _world.Start();
    }
}
