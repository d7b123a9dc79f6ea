using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Access;

/// <summary>Tells by a bearer token who asks: the owner of the sandbox, or a service account whose token the sandbox signed.</summary>
/// <param name="administrator">The owner's token; also the key that service-account tokens are signed with.</param>
/// <param name="time">For the expiry of tokens.</param>
internal sealed class Tokens(string administrator, TimeProvider time)
{
    private readonly byte[] owner = Encoding.UTF8.GetBytes(administrator);

    /// <summary>Who a token belongs to, or null when nobody.</summary>
    public UserInfo? Find(string? token)
    {
        if (string.IsNullOrEmpty(token))
            return null;
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), owner))
            return UserInfo.Administrator;
        if (token.Split('.') is not [var head, var body, var signature] || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign($"{head}.{body}")), Encoding.ASCII.GetBytes(signature)))
            return null;
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(body));
        if (claims.Number("exp") < time.GetUtcNow().ToUnixTimeSeconds() || claims.Text("sub")?.Split(':') is not ["system", "serviceaccount", var space, var name])
            return null;
        return Account(space, name);
    }

    /// <summary>Signs a token for a service account.</summary>
    public string ForAccount(JsonObject account, DateTimeOffset expires)
    {
        var claims = new JsonObject
        {
            ["aud"] = new JsonArray("https://kubernetes.default.svc"),
            ["exp"] = expires.ToUnixTimeSeconds(),
            ["iat"] = time.GetUtcNow().ToUnixTimeSeconds(),
            ["iss"] = "https://kubernetes.default.svc",
            ["sub"] = string.Create(CultureInfo.InvariantCulture, $"system:serviceaccount:{account.Text("metadata", "namespace")}:{account.Text("metadata", "name")}"),
        };
        var unsigned = $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{Encode(claims.ToJsonString())}";
        return $"{unsigned}.{Sign(unsigned)}";
    }

    /// <summary>The user that a service account is.</summary>
    public static UserInfo Account(string @namespace, string name) =>
        new($"system:serviceaccount:{@namespace}:{name}", ["system:serviceaccounts", $"system:serviceaccounts:{@namespace}", "system:authenticated"]);

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private string Sign(string text) => Base64Url.EncodeToString(HMACSHA256.HashData(owner, Encoding.UTF8.GetBytes(text)));
}
