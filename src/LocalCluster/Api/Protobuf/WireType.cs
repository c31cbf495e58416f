namespace LustreSupervisor.LocalCluster.Api.Protobuf;

/// <summary>How a field's value is encoded: the lower three bits of its tag. Groups (3 and 4) are not used by Kubernetes.</summary>
internal enum WireType
{
    /// <summary>A number of 1 to 10 bytes, seven bits each.</summary>
    Varint = 0,

    /// <summary>8 bytes, little endian.</summary>
    Fixed64 = 1,

    /// <summary>A length, and as many bytes: text, bytes, a message or packed numbers.</summary>
    Bytes = 2,

    /// <summary>4 bytes, little endian.</summary>
    Fixed32 = 5,
}
