using LustreSupervisor.Topology.Agents.Reservations;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Tests.Agents.Reservations;

/// <summary>The exact calls. Their options were tried with sg_persist of sg3_utils 1.46 and nvme-cli 2.3, which take them.</summary>
public sealed class ReservationCommandsTests
{
    private const string Disk = "/dev/disk/by-id/wwn-0x5000c500a1b2c3d4";
    private const string Namespace = "/dev/nvme0n1";
    private const ulong Own = 0x123abc;
    private const ulong Other = 0xfedcba9876543210;

    public static TheoryData<ReservationCall, string> Calls => new()
    {
        { SgPersist.Register(Disk, Own), $"sg_persist --no-inquiry --out --register-ignore --param-sark=123abc --param-aptpl --device={Disk}" },
        { SgPersist.Unregister(Disk, Own), $"sg_persist --no-inquiry --out --register --param-rk=123abc --param-sark=0 --device={Disk}" },
        { SgPersist.Reserve(Disk, Own), $"sg_persist --no-inquiry --out --reserve --param-rk=123abc --prout-type=5 --device={Disk}" },
        {
            SgPersist.PreemptAndAbort(Disk, Own, Other),
            $"sg_persist --no-inquiry --out --preempt-abort --param-rk=123abc --param-sark=fedcba9876543210 --prout-type=5 --device={Disk}"
        },
        { SgPersist.ReadKeys(Disk), $"sg_persist --no-inquiry --in --readonly --read-keys --device={Disk}" },
        { SgPersist.ReadReservation(Disk), $"sg_persist --no-inquiry --in --readonly --read-reservation --device={Disk}" },
        { NvmeReservation.Register(Namespace, Own), $"nvme resv-register {Namespace} --nrkey=0x123abc --rrega=0 --cptpl=3 --iekey" },
        { NvmeReservation.Replace(Namespace, Own), $"nvme resv-register {Namespace} --nrkey=0x123abc --rrega=2 --cptpl=3 --iekey" },
        { NvmeReservation.Unregister(Namespace, Own), $"nvme resv-register {Namespace} --crkey=0x123abc --rrega=1" },
        { NvmeReservation.Reserve(Namespace, Own), $"nvme resv-acquire {Namespace} --crkey=0x123abc --rtype=3 --racqa=0" },
        {
            NvmeReservation.PreemptAndAbort(Namespace, Own, Other),
            $"nvme resv-acquire {Namespace} --crkey=0x123abc --prkey=0xfedcba9876543210 --rtype=3 --racqa=2"
        },
        { NvmeReservation.Report(Namespace, extended: true), $"nvme resv-report {Namespace} --eds --output-format=json" },
        { NvmeReservation.Report(Namespace, extended: false), $"nvme resv-report {Namespace} --output-format=json" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void Each_call_is_exactly_this(ReservationCall call, string words) => Assert.Equal(words, call.ToString());

    [Fact]
    public void A_kernel_has_one_key_and_each_boot_another()
    {
        var kernel = new KernelId("4c4c4544-0000-4000-8000-000000000001", "0f2c7a51-3b1e-4d61-9d68-1f1c0e0a7b11");
        Assert.Equal(0xd586cd1497a5e8ddUL, ReservationKey.Of(kernel));
        Assert.Equal(ReservationKey.Of(kernel), ReservationKey.Of(kernel with { SystemUuid = kernel.SystemUuid.ToUpperInvariant() }));
        Assert.NotEqual(ReservationKey.Of(kernel), ReservationKey.Of(kernel with { BootId = "other" }));
    }

    [Theory]
    [InlineData("bmc,scsiReservation", "scsi")]
    [InlineData("nvmeReservation,manual", "nvme")]
    [InlineData("bmc,exec,manual", "")]
    public void The_fence_agents_name_the_kind(string agents, string word)
    {
        Assert.Equal(word, ReservationBackends.WordFor(agents.Split(',')));
        Assert.Equal(word.Length > 0, ReservationBackends.Parse(word) is not null);
    }
}
