namespace LustreSupervisor.LocalCluster.Api.Protobuf;

/// <summary>A body that is no protobuf message of a known kind. The message is for the one who sent it.</summary>
internal sealed class ProtobufException(string message, Exception? cause = null) : Exception(message, cause);
