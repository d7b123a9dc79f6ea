using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Dodas.Deployer.Operations.Secrets;

/// <summary>
/// Makes an HTCondor IDTOKEN from a signing key, as <c>condor_token_create</c> does (HTCondor manual, "Token Authentication"; checked against
/// the independent implementations in coffea-casa and glideinWMS): the daemons unscramble the key file's bytes, use the key named POOL
/// doubled, derive the signing key with HKDF-SHA256 and check an HS256 JWT.
/// </summary>
internal static class HtcondorToken
{
    private static readonly byte[] Scramble = [0xDE, 0xAD, 0xBE, 0xEF];

    /// <summary>Makes a token without an end.</summary>
    /// <param name="keyFile">What the daemons find in the key's file.</param>
    /// <param name="keyName">Name of the key (<c>kid</c>), which is the file's name.</param>
    /// <param name="issuer">The pool's trust domain.</param>
    /// <param name="subject">Who the token is.</param>
    /// <param name="now">When it is made.</param>
    /// <param name="id">Unique id of it.</param>
    public static string Make(string keyFile, string keyName, string issuer, string subject, DateTimeOffset now, string id)
    {
        var header = new JsonObject { ["alg"] = "HS256", ["kid"] = keyName, ["typ"] = "JWT" };
        var claims = new JsonObject { ["iat"] = now.ToUnixTimeSeconds(), ["iss"] = issuer, ["jti"] = id, ["sub"] = subject };
        var signed = $"{Encode(header)}.{Encode(claims)}";
        var signature = HMACSHA256.HashData(SigningKey(keyFile, keyName), Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>The key that signs, 32 bytes.</summary>
    public static byte[] SigningKey(string keyFile, string keyName)
    {
        var password = Encoding.UTF8.GetBytes(keyFile);
        for (var i = 0; i < password.Length; i++) password[i] ^= Scramble[i % Scramble.Length];
        byte[] material = keyName == "POOL" ? [.. password, .. password] : password;
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 32, "htcondor"u8.ToArray(), "master jwt"u8.ToArray());
    }

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
