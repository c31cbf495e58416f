using System.Threading.Channels;
using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LocalCluster.Nodes.Data;

/// <summary>Replies on their way to one connection of a client.</summary>
internal sealed class ReplySink(Action hangUp)
{
    // As many as a client may have under way, and one for each control request.
    private readonly Channel<Reply> _replies = Channel.CreateBounded<Reply>(
        new BoundedChannelOptions(DataLimits.InFlightMax * 2) { SingleReader = true });

    /// <summary>Replies in order.</summary>
    public ChannelReader<Reply> Replies => _replies.Reader;

    /// <summary>Queues a reply; a client that asks without ever reading is hung up on.</summary>
    public void Send(Reply reply)
    {
        if (!_replies.Writer.TryWrite(reply))
            hangUp();
    }

    /// <summary>Ends the connection.</summary>
    public void HangUp()
    {
        _replies.Writer.TryComplete();
        hangUp();
    }
}
