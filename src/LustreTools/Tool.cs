using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreTools;

/// <summary>One call of a simulated tool: argument vector up to the node's kernel, its outputs and exit code back.</summary>
internal static class Tool
{
    /// <summary>Names the socket of the node's simulated kernel.</summary>
    public const string SocketVariable = "LUSTRE_KERNEL_SOCKET";

    /// <summary>Names the incarnation on whose behalf the tool runs.</summary>
    public const string IncarnationVariable = "LUSTRE_INCARNATION";

    /// <summary>Names the pod in which the tool runs.</summary>
    public const string PodVariable = "POD_UID";

    private const int Failure = 1;

    /// <summary>Runs the tool; returns its exit code.</summary>
    public static int Run(string[] argv, Func<string, string?> environment, Stream stdout, Stream stderr)
    {
        if (argv.Length == 0)
            return Fail(stderr, "lustre-tools", "call me by a tool's name, or name the tool first: lustre-tools lctl dl");
        if (environment(SocketVariable) is not { Length: > 0 } path)
            return Fail(stderr, argv[0], $"{SocketVariable} is not set: this is a simulated tool and works only on a node of the laptop cluster");
        try
        {
            return Exchange(argv, path, environment) is { } reply
                ? Print(reply, stdout, stderr)
                : Fail(stderr, argv[0], $"the simulated kernel at {path} went down before it answered");
        }
        catch (Exception error) when (error is SocketException or IOException or ArgumentException)
        {
            return Fail(stderr, argv[0], $"no simulated kernel answers at {path} ({SocketVariable}): {error.Message}");
        }
        catch (JsonException error)
        {
            return Fail(stderr, argv[0], $"the simulated kernel at {path} answered something else than the tool protocol: {error.Message}");
        }
    }

    private static ToolReply? Exchange(string[] argv, string path, Func<string, string?> environment)
    {
        var request = new KernelRequest
        {
            Argv = argv,
            Pid = Environment.ProcessId,
            Incarnation = environment(IncarnationVariable),
            PodUid = environment(PodVariable),
            Input = InputFile.Read(argv, Console.OpenStandardInput),
        };
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        using var stream = new NetworkStream(socket);
        stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(request, ToolProtocolJson.Default.KernelRequest), (byte)'\n']);
        return ReadLine(stream) is { Length: > 0 } line ? JsonSerializer.Deserialize(line, ToolProtocolJson.Default.ToolReply) : null;
    }

    private static byte[] ReadLine(NetworkStream stream)
    {
        var line = new MemoryStream();
        var buffer = new byte[4096];
        int count;
        while ((count = stream.Read(buffer)) > 0)
        {
            var end = buffer.AsSpan(0, count).IndexOf((byte)'\n');
            line.Write(buffer, 0, end < 0 ? count : end);
            if (end >= 0)
                return line.ToArray();
            if (line.Length > ToolProtocolJson.LineBytesMax)
                throw new IOException("its answer is too long");
        }
        return [];
    }

    private static int Print(ToolReply reply, Stream stdout, Stream stderr)
    {
        stdout.Write(Encoding.UTF8.GetBytes(reply.Stdout));
        stderr.Write(Encoding.UTF8.GetBytes(reply.Stderr));
        return reply.Exit;
    }

    private static int Fail(Stream stderr, string tool, string why)
    {
        stderr.Write(Encoding.UTF8.GetBytes($"{Path.GetFileName(tool)}: {why}\n"));
        return Failure;
    }
}
