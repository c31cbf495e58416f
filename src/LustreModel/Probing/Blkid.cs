using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Probing;

/// <summary><c>blkid</c>, low-level probing or not; the output is always that of <c>-o export</c>, which programs ask for.</summary>
internal sealed record Blkid(ToolCaller Caller, string Device, bool Probe) : Continuation(Caller)
{
    // Nothing found, and also: no such device (man blkid).
    private const int NotFound = 2;

    // Wrong usage (man blkid).
    private const int Usage = 4;

    private static readonly string[] WithValue =
        ["-o", "--output", "-s", "--match-tag", "-u", "--usages", "-n", "--match-types", "-S", "--size", "-O", "--offset", "-c", "--cache-file"];

    public override string? DevicePath => Device;

    public static Continuation Begin(ToolCaller caller)
    {
        string? device = null;
        var probe = false;
        for (var i = 0; i < caller.Arguments.Length; i++)
        {
            var argument = caller.Arguments[i];
            if (WithValue.Contains(argument))
                i++;
            else if (argument is "-p" or "--probe")
                probe = true;
            else if (!argument.StartsWith('-'))
                device = argument;
        }
        return device is null ? Refused.Text(caller, Usage, "blkid: a device is needed\n") : new Blkid(caller, device, probe);
    }

    public override StepResult Resume(StepInput input) => input.Done(input.Device switch
    {
        // So does one that cannot be read: blkid ends in the same branch (misc-utils/blkid.c, lowprobe_device).
        _ when input.IoError => Replies.Fail(NotFound, ""),

        // A device that is not there looks exactly like a blank one: exit 2, no word (util-linux 2.38).
        null or { Content: Blank } => Replies.Fail(NotFound, ""),
        { Content: PoolMember { Pool: var pool } } => Replies.Ok($"DEVNAME={Device}\n"
            + (Probe ? "VERSION=5000\n" : "") + $"LABEL={pool.Name}\nUUID={pool.PoolId}\nBLOCK_SIZE=4096\nTYPE=zfs_member\n" + (Probe ? "USAGE=filesystem\n" : "")),
        { Content: Foreign foreign } => Replies.Ok(Print(foreign.FsLabel, foreign.FsUuid, foreign.FsType, ext: false)),
        { Content: var content } => Replies.Ok(Print(content.FsLabel, content.FsUuid, "ext4", ext: true)),
    });

    private string Print(string label, string uuid, string type, bool ext) =>
        $"DEVNAME={Device}\n"
        + (label.Length > 0 ? $"LABEL={label}\n" : "")
        + (uuid.Length > 0 ? $"UUID={uuid}\n" : "")
        + (ext && Probe ? "VERSION=1.0\n" : "")
        + (ext ? "BLOCK_SIZE=4096\n" : "")
        + $"TYPE={type}\n"
        + (Probe ? "USAGE=filesystem\n" : "");
}
