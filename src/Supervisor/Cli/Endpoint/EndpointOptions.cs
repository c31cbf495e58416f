using System.CommandLine;
using System.CommandLine.Parsing;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Management.Client;

namespace LustreSupervisor.Supervisor.Cli.Endpoint;

/// <summary>Options of commands that talk to a running supervisor.</summary>
internal sealed class EndpointOptions
{
    private readonly Option<Uri?> address = new("--management")
    {
        Description = "Management endpoint of a supervisor [default: the laptop cluster's]", HelpName = "URL", CustomParser = Parse,
    };

    private readonly Option<string?> token = new("--management-token-file") { Description = "File with its bearer token", HelpName = "FILE" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(address);
        command.Options.Add(token);
    }

    /// <summary>The endpoint that the command line names.</summary>
    /// <exception cref="UserErrorException">It names none and no laptop cluster runs, or the token cannot be read.</exception>
    public ManagementClient Open(CliContext context, ParseResult parsed)
    {
        var directory = new StateDirectory(context.StateDirectory(parsed));
        if (parsed.GetValue(address) is { } named)
            return new ManagementClient(named, parsed.GetValue(token) ?? directory.ManagementTokenFile);
        return directory.ReadMarker() is { Ports.Management: > 0 } marker
            ? ManagementClient.OfLaptop(marker.Ports.Management, directory)
            : throw new UserErrorException($"no laptop cluster runs in {directory.Root}", "name a supervisor by --management URL");
    }

    private static Uri? Parse(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps))
            return url;
        result.AddError($"'{result.Tokens[0].Value}' is no URL such as http://127.0.0.1:8558.");
        return null;
    }
}
