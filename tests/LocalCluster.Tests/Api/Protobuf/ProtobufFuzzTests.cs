using CsCheck;
using LustreSupervisor.LocalCluster.Api.Protobuf;

namespace LustreSupervisor.LocalCluster.Tests.Api.Protobuf;

/// <summary>Whatever the bytes, the decoder ends with an object or with its own exception.</summary>
public sealed class ProtobufFuzzTests
{
    private static readonly (string ApiVersion, string Kind)[] Kinds =
    [
        ("v1", "ConfigMap"), ("v1", "Secret"), ("v1", "Pod"), ("v1", "Service"), ("apps/v1", "Deployment"), ("apps/v1", "ControllerRevision"), ("v1", "DeleteOptions"),
        ("policy/v1", "Eviction"), ("policy/v1", "PodDisruptionBudget"), ("rbac.authorization.k8s.io/v1", "Role"), ("authorization.k8s.io/v1", "SubjectAccessReview"), ("v1", "Event"),
    ];

    private static readonly Gen<string> Word = Gen.Int[0, 4].Select(i => new[] { "", "a", "10Gi", "{\"f:a\":{}}", "ü" }[i]);

    [Fact]
    public void Any_fields_are_decoded_or_refused() => Gen.Select(Gen.Int[0, Kinds.Length - 1], Message(6)).Sample(
        (kind, message) => Survives(ProtoBytes.Body(Kinds[kind].ApiVersion, Kinds[kind].Kind, message)), iter: 20_000, threads: 2);

    [Fact]
    public void Damaged_bytes_are_decoded_or_refused() => Gen.Select(Gen.Int[0, Kinds.Length - 1], Message(4), Gen.Int[0, 200], Gen.Byte, Gen.Byte.Array[0, 20]).Sample(
        (kind, message, place, value, tail) =>
        {
            byte[] body = [.. ProtoBytes.Body(Kinds[kind].ApiVersion, Kinds[kind].Kind, message), .. tail];
            body[place % body.Length] = value;
            return Survives(body) && Survives(body[..(place % body.Length)]);
        },
        iter: 20_000, threads: 2);

    [Fact]
    public void Any_bytes_of_a_message_are_decoded_or_refused() => Gen.Select(Gen.Int[0, Kinds.Length - 1], Gen.Byte.Array[0, 60]).Sample(
        (kind, bytes) => Survives(ProtoBytes.Body(Kinds[kind].ApiVersion, Kinds[kind].Kind, new ProtoBytes().Bytes(1, bytes).Bytes(2, bytes))), iter: 20_000, threads: 2);

    private static bool Survives(byte[] body)
    {
        try
        {
            return ProtobufBody.Parse(body)["kind"] is not null;
        }
        catch (ProtobufException e)
        {
            return e.Message.Length > 0;
        }
    }

    /// <summary>Fields of low numbers, which most messages have.</summary>
    private static Gen<ProtoBytes> Message(int depth)
    {
        var field = Gen.Select(Gen.Int[1, 17], Gen.OneOf(
            Word.Select(w => (Action<ProtoBytes, int>)((m, n) => m.Text(n, w))),
            Gen.Long.Select(v => (Action<ProtoBytes, int>)((m, n) => m.Whole(n, v))),
            depth == 0 ? Word.Select(w => (Action<ProtoBytes, int>)((m, n) => m.Text(n, w))) : Message(depth - 1).Select(inner => (Action<ProtoBytes, int>)((m, n) => m.Message(n, inner)))));
        return field.Array[0, 3].Select(fields =>
        {
            var message = new ProtoBytes();
            foreach (var (number, write) in fields) write(message, number);
            return message;
        });
    }
}
