using LustreSupervisor.Actors.Ports;

namespace LustreSupervisor.Supervisor.Fencing;

/// <summary>
/// Powers a machine off through its management controller (DMTF Redfish, schema ComputerSystem) and waits until the controller says
/// that it is off. The controller must name the machine of the order: a wrong address must not kill a healthy machine, nor pass for
/// the death of another one.
/// </summary>
/// <param name="settings">Credentials and deadlines.</param>
/// <param name="time">Clock.</param>
public sealed class RedfishFenceAgent(RedfishSettings settings, TimeProvider time) : IFenceAgent
{
    private const string Off = "Off";

    /// <inheritdoc/>
    public string Name => "bmc";

    /// <inheritdoc/>
    public async Task<FenceConfirmation> FenceAsync(FenceOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        using var client = new RedfishClient(AddressOf(order), await PasswordAsync(cancellationToken), settings, time);
        var system = await ReadOwnAsync(client, order, cancellationToken);
        if (system.PowerState != Off)
        {
            await client.ForceOffAsync(system, cancellationToken);
            await AwaitOffAsync(client, order, cancellationToken);
        }

        return new FenceConfirmation(Name, $"{client.Address}: system {order.SystemUuid} reports PowerState {Off}");
    }

    private static Uri AddressOf(FenceOrder order)
    {
        if (order.BmcAddress is not { Length: > 0 } text)
            throw new FenceFailedException(
                $"no controller is declared; annotate the Node with {Kubernetes.ApiNames.BmcAddressAnnotation}: https://HOST/redfish/v1/Systems/ID");
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new FenceFailedException($"{text} is no http or https address of a Redfish system");
    }

    private async Task AwaitOffAsync(RedfishClient client, FenceOrder order, CancellationToken cancellationToken)
    {
        var ordered = time.GetTimestamp();
        var last = "nothing";
        while (time.GetElapsedTime(ordered) < settings.ConfirmTimeout)
        {
            try
            {
                last = (await ReadOwnAsync(client, order, cancellationToken)).PowerState;
                if (last == Off)
                    return;
            }
            catch (FenceFailedException e)
            {
                // Controllers drop connections around a power change: only the deadline ends the wait.
                last = e.Message;
            }

            await Task.Delay(settings.PollInterval, time, cancellationToken);
        }

        throw new FenceFailedException(
            $"{client.Address} did not confirm the power-off within {settings.ConfirmTimeout.TotalSeconds:0.#} s; last it said: {last}");
    }

    private static async Task<RedfishSystem> ReadOwnAsync(RedfishClient client, FenceOrder order, CancellationToken cancellationToken)
    {
        var system = await client.ReadAsync(cancellationToken);
        return system.Uuid.Equals(order.SystemUuid, StringComparison.OrdinalIgnoreCase)
            ? system
            : throw new FenceFailedException(
                $"{client.Address} is the controller of machine {system.Uuid}, not of {order.SystemUuid}; correct the Node's annotation");
    }

    private async Task<string> PasswordAsync(CancellationToken cancellationToken)
    {
        if (settings.PasswordFile is not { } path)
            return "";
        try
        {
            return (await File.ReadAllTextAsync(path, cancellationToken)).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FenceFailedException($"password of the controllers: {e.Message}", e);
        }
    }
}
