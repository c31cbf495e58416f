using CsCheck;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Tests.Effects;

public sealed class EntropyTests
{
    [Fact]
    public void The_unit_lies_between_zero_and_one() => Gen.ULong.Sample(value => new Entropy(value).Unit is >= 0 and < 1);

    [Fact]
    public void The_nonce_has_sixteen_digits_and_no_dot() =>
        Gen.ULong.Sample(value => new Entropy(value).Nonce is { Length: 16 } nonce && !nonce.Contains('.', StringComparison.Ordinal));
}
