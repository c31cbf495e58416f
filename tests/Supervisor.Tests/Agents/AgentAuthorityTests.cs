using LustreSupervisor.Supervisor.Agents.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace LustreSupervisor.Supervisor.Tests.Agents;

public sealed class AgentAuthorityTests
{
    private readonly FakeTimeProvider time = new(DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void What_was_stored_is_the_same_authority()
    {
        using var made = AgentAuthority.Create(time);
        var (certificate, key) = made.ToPem();

        using var read = AgentAuthority.FromPem(certificate, key, time);

        Assert.Equal(made.Authority.Thumbprint, read.Authority.Thumbprint);
        Assert.True(made.IsGoodForAgents(read.IssueForAgents().Certificate));
    }

    [Fact]
    public void Only_a_leaf_of_this_authority_with_the_agents_name_and_time_left_is_good()
    {
        using var ours = AgentAuthority.Create(time);
        using var other = AgentAuthority.Create(time);
        var leaf = ours.IssueForAgents().Certificate;

        Assert.True(ours.IsGoodForAgents(leaf));
        Assert.False(other.IsGoodForAgents(leaf));
        Assert.False(ours.IsGoodForAgents(ours.Client.ExportCertificatePem()));
        Assert.False(ours.IsGoodForAgents(""));
        Assert.False(ours.IsGoodForAgents("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"));
        time.Advance(CertificateNames.LeafLife - CertificateNames.RenewBelow + TimeSpan.FromSeconds(1));
        Assert.False(ours.IsGoodForAgents(leaf));
    }

    [Fact]
    public void The_supervisors_certificate_is_renewed_before_its_end()
    {
        using var authority = AgentAuthority.Create(time);
        var first = authority.Client.Thumbprint;
        Assert.Equal(first, authority.Client.Thumbprint);

        time.Advance(CertificateNames.LeafLife - CertificateNames.RenewBelow + TimeSpan.FromSeconds(1));

        Assert.NotEqual(first, authority.Client.Thumbprint);
        Assert.True(authority.Client.HasPrivateKey);
    }
}
