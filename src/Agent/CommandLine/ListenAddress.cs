using System.Net;
using System.Text;

namespace LustreSupervisor.Agent.CommandLine;

/// <summary>Where an agent listens.</summary>
internal abstract record ListenAddress
{
    /// <summary>Longest path of a UNIX socket: <c>sun_path</c> has 108 bytes, one of them the terminating zero.</summary>
    public const int SocketPathBytesMax = 107;

    private const string UnixScheme = "unix:";

    private const string TcpScheme = "tcp:";

    /// <summary>A UNIX socket: whoever may open the file is trusted.</summary>
    /// <param name="Path">Absolute path.</param>
    public sealed record Unix(string Path) : ListenAddress
    {
        /// <inheritdoc/>
        public override string ToString() => UnixScheme + Path;
    }

    /// <summary>TCP with mutual TLS.</summary>
    /// <param name="Endpoint">Address and port; port 0 lets the system choose.</param>
    /// <param name="TlsDirectory">Holds <c>ca.crt</c>, <c>tls.crt</c> and <c>tls.key</c>.</param>
    public sealed record Tcp(IPEndPoint Endpoint, string TlsDirectory) : ListenAddress
    {
        /// <inheritdoc/>
        public override string ToString() => TcpScheme + Endpoint;
    }

    /// <summary>Reads <c>--listen</c> and <c>--tls-directory</c>.</summary>
    /// <param name="listen">Value of <c>--listen</c>.</param>
    /// <param name="tlsDirectory">Value of <c>--tls-directory</c>; null when it is not given.</param>
    /// <returns>The address, or what is wrong.</returns>
    public static (ListenAddress? Address, string Complaint) Parse(string listen, string? tlsDirectory)
    {
        if (listen.StartsWith(UnixScheme + "/", StringComparison.Ordinal))
            return OfUnix(listen[UnixScheme.Length..], tlsDirectory);

        // An IPv6 address has colons of its own: the port is behind the last one.
        var port = listen.LastIndexOf(':');
        return listen.StartsWith(TcpScheme, StringComparison.Ordinal) && port > TcpScheme.Length
            && IPAddress.TryParse(listen[TcpScheme.Length..port].Trim('[', ']'), out var address)
            && ushort.TryParse(listen[(port + 1)..], out var number)
            ? OfTcp(new IPEndPoint(address, number), tlsDirectory)
            : (null, $"--listen '{listen}' is neither unix:/PATH nor tcp:ADDRESS:PORT");
    }

    private static (ListenAddress?, string) OfUnix(string path, string? tlsDirectory) =>
        tlsDirectory is not null ? (null, "--tls-directory goes with --listen tcp:ADDRESS:PORT only")
        : Encoding.UTF8.GetByteCount(path) > SocketPathBytesMax ? (null, $"--listen: the path has more than {SocketPathBytesMax} bytes")
        : (new Unix(path), "");

    private static (ListenAddress?, string) OfTcp(IPEndPoint endpoint, string? tlsDirectory) =>
        tlsDirectory is null ? (null, "--listen tcp: needs --tls-directory; an agent talks TCP to its supervisor alone")
        : !tlsDirectory.StartsWith('/') ? (null, $"--tls-directory '{tlsDirectory}' is not an absolute path")
        : (new Tcp(endpoint, tlsDirectory), "");
}
