using System.Globalization;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Probes;

/// <summary>
/// Asks a server for its health by the gRPC health checking protocol (<c>grpc.health.v1.Health/Check</c>). Its two messages have one field
/// each, so they are written and read here.
/// </summary>
internal static class GrpcCheck
{
    /// <summary>Field 1, length-delimited: <c>HealthCheckRequest.service</c>.</summary>
    private const byte ServiceField = 0x0a;

    /// <summary>Field 1, varint: <c>HealthCheckResponse.status</c>.</summary>
    private const byte StatusField = 0x08;

    private const byte Serving = 1;

    /// <summary>Longest name of a service that one length byte tells.</summary>
    private const int ServiceBytesMax = 127;

    private static readonly string[] Words = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"];

    private static readonly Marshaller<byte[]> Plain = Marshallers.Create(bytes => bytes, bytes => bytes);

    private static readonly Method<byte[], byte[]> Check = new(MethodType.Unary, "grpc.health.v1.Health", "Check", Plain, Plain);

    /// <summary>Asks once.</summary>
    /// <param name="host">Address of the pod.</param>
    /// <param name="port">Port.</param>
    /// <param name="service">Name of the service; empty for the server as a whole.</param>
    /// <param name="limit">Time for the answer.</param>
    /// <param name="cancellationToken">The container ended.</param>
    public static async Task<ProbeResult> AskAsync(string host, int port, string service, TimeSpan limit, CancellationToken cancellationToken)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
        var name = Encoding.UTF8.GetBytes(service);
        if (name.Length > ServiceBytesMax)
            return ProbeResult.Failed($"error: health rpc probe failed: the name of the service is longer than {ServiceBytesMax} bytes");
        using var channel = GrpcChannel.ForAddress($"http://{address}");
        var options = new CallOptions(deadline: DateTime.MaxValue, cancellationToken: cancellationToken);
        try
        {
            byte[] request = name.Length == 0 ? [] : [ServiceField, (byte)name.Length, .. name];
            using var call = channel.CreateCallInvoker().AsyncUnaryCall(Check, null, options, request);
            var reply = await call.ResponseAsync.WaitAsync(limit, cancellationToken);
            var status = reply is [StatusField, var value, ..] ? value : (byte)0;
            return status == Serving
                ? ProbeResult.Good()
                : ProbeResult.Failed($"service unhealthy (responded with \"{(status < Words.Length ? Words[status] : "UNKNOWN")}\")");
        }
        catch (TimeoutException)
        {
            return ProbeResult.Failed($"timeout: health rpc did not complete within {GoText.Duration(limit)}");
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented)
        {
            return ProbeResult.Failed($"error: this server does not implement the grpc health protocol (grpc.health.v1.Health): {error.Status.Detail}");
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.Unavailable or StatusCode.Internal)
        {
            return ProbeResult.Failed(
                $"timeout: failed to connect service \"{address}\" within {GoText.Duration(limit)}: context deadline exceeded");
        }
        catch (RpcException error)
        {
            return ProbeResult.Failed(
                $"error: health rpc probe failed: rpc error: code = {error.StatusCode} desc = {error.Status.Detail}");
        }
    }
}
