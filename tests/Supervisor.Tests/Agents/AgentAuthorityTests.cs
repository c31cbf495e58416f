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
        Assert.True(IsGood(made, made, read.IssueForAgents("hpc")));
    }

    [Fact]
    public void Only_a_leaf_of_this_authority_with_the_agents_name_and_time_left_is_good()
    {
        using var ours = AgentAuthority.Create(time);
        using var other = AgentAuthority.Create(time);
        var leaf = ours.IssueForAgents("hpc");

        Assert.True(IsGood(ours, ours, leaf));
        Assert.False(IsGood(other, other, leaf));
        Assert.False(IsGood(ours, other, leaf));
        Assert.False(IsGood(ours, ours, ours.IssueForAgents("lab")));
        Assert.False(IsGood(ours, ours, (leaf.Certificate, ours.IssueForAgents("hpc").Key)));
        Assert.False(IsGood(ours, ours, (leaf.Certificate, "")));
        Assert.False(IsGood(ours, ours, ("", leaf.Key)));
        Assert.False(IsGood(ours, ours, ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", leaf.Key)));
        time.Advance(CertificateNames.LeafLife - CertificateNames.RenewBelow + TimeSpan.FromSeconds(1));
        Assert.False(IsGood(ours, ours, leaf));
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

    private static bool IsGood(AgentAuthority judge, AgentAuthority stored, (string Certificate, string Key) leaf) =>
        judge.IsGoodForAgents("hpc", stored.Authority.ExportCertificatePem(), leaf.Certificate, leaf.Key);
}
