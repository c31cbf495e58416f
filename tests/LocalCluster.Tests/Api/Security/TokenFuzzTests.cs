using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CsCheck;
using LustreSupervisor.LocalCluster.Api.Security.ServiceAccounts;

namespace LustreSupervisor.LocalCluster.Tests.Api.Security;

/// <summary>Whatever is shown as a token or sent as a header: only what the key has signed is believed, and nothing throws.</summary>
public sealed class TokenFuzzTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private const string Id = "k";

    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static readonly string Good = JsonWebToken.Sign(new JsonObject { ["sub"] = "somebody" }, Key, Id);

    [Fact]
    public void What_was_signed_is_read_back() => Assert.Equal("somebody", (string?)JsonWebToken.Verify(Good, Key, Id)!["sub"]);

    [Fact]
    public void Another_key_or_key_id_or_algorithm_is_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Null(JsonWebToken.Verify(Good, other, Id));
        Assert.Null(JsonWebToken.Verify(Good, Key, "other"));
        var none = System.Buffers.Text.Base64Url.EncodeToString("""{"alg":"none","kid":"k"}"""u8);
        Assert.Null(JsonWebToken.Verify($"{none}.{Good.Split('.')[1]}.", Key, Id));
    }

    [Fact]
    public void A_changed_token_is_refused() => Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Char["AZaz09-_.=/+ \0ü"]).Sample((place, c) =>
    {
        var changed = Good[..place] + c + Good[(place + 1)..];
        // The last character of the signature carries bits that mean nothing.
        return place == Good.Length - 1 || changed == Good || JsonWebToken.Verify(changed, Key, Id) is null;
    });

    [Fact]
    public void Nothing_that_was_not_signed_is_believed() => Gen.OneOf(
            Gen.String,
            Gen.Select(Gen.String, Gen.String, Gen.String, (a, b, c) => $"{a}.{b}.{c}"),
            Gen.Byte.Array[0, 60].Array[3].Select(parts => string.Join('.', parts.Select(p => System.Buffers.Text.Base64Url.EncodeToString(p)))),
            Gen.Int[0, 20].Select(n => Good.Split('.')[0] + new string('.', n)))
        .Sample(token => JsonWebToken.Verify(token, Key, Id) is null, iter: 20_000);

    [Fact]
    public async Task No_header_is_a_fault_of_the_server() =>
        await Gen.Select(Gen.OneOf(Gen.Const("Bearer "), Gen.String[Gen.Char[' ', '~'], 0, 12]), Gen.String[Gen.Char[' ', '~'], 0, 80], (scheme, rest) => (scheme + rest).Trim())
            .Where(header => header.Length > 0)
            .SampleAsync(async header => (await cluster.SendAsync("GET", "/api/v1/pods", authorization: header)).Code is 401 or 400, iter: 300, threads: 1);
}
