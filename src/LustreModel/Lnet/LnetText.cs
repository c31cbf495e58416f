using System.Globalization;
using System.Text;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Lnet;

/// <summary>What <c>lnetctl</c> prints.</summary>
internal static class LnetText
{
    /// <summary>-EINVAL as an exit code: 256 - 22. Whatever goes wrong in the kernel, lnetctl 2.17 ends with this.</summary>
    public const int Failure = 234;

    private const string Globals = """
        global:
            numa_range: 0
            max_interfaces: 200
            discovery: 1
            drop_asym_route: 0
            retry_count: 2
            transaction_timeout: 150
            health_sensitivity: 100
            recovery_interval: 1
            router_sensitivity: 100
            lnd_timeout: 49
            response_tracking: 3
            recovery_limit: 0

        """;

    /// <summary>A failure as lnetctl words it (<c>yaml_lnet_print_error</c>).</summary>
    public static ToolReply Fail(string verb, string entity, int errno, string text, int exit = Failure) => Replies.Fail(
        exit, string.Create(CultureInfo.InvariantCulture, $"{verb}:\n    - {entity}:\n          errno: -{errno}\n          descr: {text}\n"));

    /// <summary><c>net show</c>.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="net">Only this network; empty for all.</param>
    /// <param name="verbose">Counters, tunables and health too.</param>
    public static ToolReply Show(KernelState kernel, string net, bool verbose)
    {
        if (!kernel.Lnet.Up)
            return Replies.Fail(Failure, "show:\n    - net:\n          errno: -22\n          descr: \"cannot get networks: Invalid argument\"\n");
        var filter = net.Length == 0 ? "" : LnetNames.Normalise(net);
        if (filter is null)
            return Fail("show", "net", Errno.NoEntry, "cannot parse net");
        var nets = kernel.Lnet.Nis.Prepend(new LocalNi("lo", "", "0")).GroupBy(n => n.Net, StringComparer.Ordinal)
            .Where(g => filter.Length == 0 || g.Key == filter).ToArray();
        var text = new StringBuilder(nets.Length > 0 ? "net:\n" : "");
        foreach (var group in nets)
        {
            text.Append(CultureInfo.InvariantCulture, $"    - net type: {group.Key}\n      local NI(s):\n");
            foreach (var ni in group)
                Print(text, kernel, ni, verbose);
        }
        return Replies.Ok(text.ToString());
    }

    /// <summary><c>export</c>: nothing, and success, while LNet is down.</summary>
    public static ToolReply Export(KernelState kernel) =>
        kernel.Lnet.Up ? Replies.Ok(Show(kernel, "", verbose: true).Stdout + Globals) : Replies.Ok();

    /// <summary><c>global show</c>.</summary>
    public static ToolReply Global(KernelState kernel) =>
        kernel.Lnet.Up ? Replies.Ok(Globals) : Fail("show", "global", Errno.Invalid, "cannot get global settings");

    /// <summary><c>stats show</c>.</summary>
    public static ToolReply Statistics(KernelState kernel)
    {
        if (!kernel.Lnet.Up)
            return Fail("show", "statistics", Errno.Invalid, "cannot get lnet statistics");
        var (sent, received, dropped) = kernel.Lnet.Nis.Aggregate(
            (0L, 0L, 0L), (sum, n) => (sum.Item1 + n.Sent, sum.Item2 + n.Received, sum.Item3 + n.Dropped));
        return Replies.Ok(string.Create(CultureInfo.InvariantCulture, $"""
            statistics:
                msgs_alloc: 0
                msgs_max: 1
                rst_alloc: 0
                errors: 0
                send_count: {sent}
                resend_count: 0
                response_timeout_count: {dropped}
                local_interrupt_count: 0
                recv_count: {received}
                route_count: 0
                drop_count: {dropped}

            """));
    }

    private static void Print(StringBuilder text, KernelState kernel, LocalNi ni, bool verbose)
    {
        var loopback = ni.Net == "lo";
        var down = !loopback && kernel.Faults.CutsOff(ni.Nid);
        text.Append(CultureInfo.InvariantCulture, $"        - nid: {ni.Nid}\n          status: {(down ? "down" : "up")}\n");
        if (!loopback)
            text.Append(CultureInfo.InvariantCulture, $"          interfaces:\n              0: {ni.Interface}\n");
        if (!verbose)
            return;
        text.Append(CultureInfo.InvariantCulture, $"""
                      statistics:
                          send_count: {ni.Sent}
                          recv_count: {ni.Received}
                          drop_count: {ni.Dropped}
                      tunables:
                          peer_timeout: {(loopback ? 0 : 180)}
                          peer_credits: {(loopback ? 0 : 8)}
                          peer_buffer_credits: 0
                          credits: {(loopback ? 0 : 256)}
                      health stats:
                          health value: {(down ? 0 : 1000)}
                      dev cpt: 0
                      CPT: "[0]"

            """);
    }
}
