namespace LustreSupervisor.LustreModel.Data;

/// <summary>What a target has done since its start.</summary>
/// <param name="Writes">Writes of objects.</param>
/// <param name="WriteBytes">Bytes of those.</param>
/// <param name="Reads">Reads of objects.</param>
/// <param name="ReadBytes">Bytes of those.</param>
/// <param name="Creates">Files created.</param>
/// <param name="Closes">Files closed.</param>
/// <param name="LookUps">Files looked up.</param>
/// <param name="Pings">Signs of life.</param>
public sealed record ServiceCounters(
    long Writes = 0, long WriteBytes = 0, long Reads = 0, long ReadBytes = 0, long Creates = 0, long Closes = 0, long LookUps = 0, long Pings = 0)
{
    /// <summary>The counters after one more operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="bytesRead">Bytes that it returned.</param>
    public ServiceCounters Count(Operation operation, int bytesRead = 0) => operation switch
    {
        WriteObject write => this with { Writes = Writes + 1, WriteBytes = WriteBytes + write.Payload.Length },
        ReadObject => this with { Reads = Reads + 1, ReadBytes = ReadBytes + bytesRead },
        CreateFile => this with { Creates = Creates + 1 },
        CloseFile => this with { Closes = Closes + 1 },
        LookUp => this with { LookUps = LookUps + 1 },
        PingTarget => this with { Pings = Pings + 1 },
        _ => this,
    };
}
