using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Dodas.Deployer.Operations.Secrets;

namespace Dodas.Deployer.Tests.Operations.Secrets;

public sealed class HtcondorTokenTests
{
    // Computed with Python's hmac module from RFC 5869 over the unscrambled key, doubled for POOL.
    [Theory]
    [InlineData("POOL", "c7ccafcf9261e975ebad79dadfa167279ec9fa38622ab8e2d00c48b5973e60e1")]
    [InlineData("SUBMIT", "b0ec8d6e213f8ae3f123e97bbd6bc4f5d8a15d05c10d9e9f4aa0728c2accedc0")]
    public void The_signing_key_is_what_an_independent_implementation_derives(string keyName, string expected) =>
        Convert.ToHexStringLower(HtcondorToken.SigningKey("0123456789abcdef", keyName)).Should().Be(expected);

    [Fact]
    public void A_token_names_its_key_issuer_subject_time_and_id_and_is_signed_with_the_derived_key()
    {
        var token = HtcondorToken.Make("0123456789abcdef", "POOL", "ana-pool.ana-abcdef", "submit@ana-pool.ana-abcdef", DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), "id-1");

        var parts = token.Split('.');
        parts.Should().HaveCount(3);
        Read(parts[0]).ToJsonString().Should().Be("""{"alg":"HS256","kid":"POOL","typ":"JWT"}""");
        Read(parts[1]).ToJsonString().Should().Be("""{"iat":1700000000,"iss":"ana-pool.ana-abcdef","jti":"id-1","sub":"submit@ana-pool.ana-abcdef"}""");
        var signature = HMACSHA256.HashData(Convert.FromHexString("c7ccafcf9261e975ebad79dadfa167279ec9fa38622ab8e2d00c48b5973e60e1"), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        Base64Url.DecodeFromChars(parts[2]).Should().Equal(signature);
    }

    private static JsonNode Read(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!;
}
