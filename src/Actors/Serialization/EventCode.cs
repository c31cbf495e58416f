using Google.Protobuf;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Actors.Serialization;

/// <summary>How one type of event is written to the journal, and read again for ever after.</summary>
/// <param name="Manifest">Stable code with its version, such as <c>srv.planned.v1</c>; stands beside the bytes.</param>
/// <param name="EventType">The event in the domain.</param>
/// <param name="Write">Event to bytes.</param>
/// <param name="Read">Bytes to event.</param>
internal sealed record EventCode(string Manifest, Type EventType, Func<IDomainEvent, byte[]> Write, Func<byte[], IDomainEvent> Read)
{
    /// <summary>The row of one event and its message.</summary>
    public static EventCode Of<TEvent, TMessage>(
        string manifest, MessageParser<TMessage> parser, Func<TEvent, TMessage> toMessage, Func<TMessage, TEvent> toEvent)
        where TEvent : class, IDomainEvent
        where TMessage : class, IMessage<TMessage> =>
        new(manifest, typeof(TEvent), e => toMessage((TEvent)e).ToByteArray(), bytes => toEvent(parser.ParseFrom(bytes)));
}
