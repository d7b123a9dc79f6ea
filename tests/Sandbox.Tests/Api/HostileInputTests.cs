using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Dodas.Sandbox.Tests.Api;

public sealed class HostileInputTests(RunningSandbox sandbox)
{
    [Theory]
    [InlineData("{", "application/json", 400)]
    [InlineData("[]", "application/json", 400)]
    [InlineData("null", "application/json", 400)]
    [InlineData("\"x\"", "application/json", 400)]
    [InlineData("{\"metadata\":{\"name\":\"\\ud800\"}}", "application/json", 400)]
    [InlineData("{\"metadata\":7}", "application/json", 400)]
    [InlineData("a: [", "application/yaml", 400)]
    [InlineData("a: &x [*x, *x]", "application/yaml", 400)]
    [InlineData("k8s", "application/vnd.kubernetes.protobuf", 400)]
    [InlineData("k8s\0\u007f\u007f\u007f", "application/vnd.kubernetes.protobuf", 400)]
    [InlineData("{}", "text/html", 415)]
    [InlineData("{}", "application/cbor", 415)]
    public async Task A_body_that_cannot_be_read_is_answered_with_a_Status(string body, string type, int code)
    {
        var (status, answer) = await PostAsync("/api/v1/namespaces/default/configmaps", Encoding.UTF8.GetBytes(body), type);
        status.Should().Be(code);
        answer["kind"]!.GetValue<string>().Should().Be("Status");
        answer["code"]!.GetValue<int>().Should().Be(code);
    }

    [Fact]
    public async Task Nesting_without_end_is_refused()
    {
        var deep = Encoding.UTF8.GetBytes($"{{\"data\":{string.Concat(Enumerable.Repeat("[", 100_000))}");
        (await PostAsync("/api/v1/namespaces/default/configmaps", deep, "application/json")).Code.Should().Be(400);
        (await PostAsync("/api/v1/namespaces/default/configmaps", Encoding.UTF8.GetBytes("a: " + new string('[', 50_000)), "application/yaml")).Code.Should().Be(400);
    }

    [Fact]
    public async Task Ten_megabytes_are_too_large()
    {
        var (status, answer) = await PostAsync("/api/v1/namespaces/default/configmaps", new byte[10 << 20], "application/json");
        status.Should().Be(413);
        answer["reason"]!.GetValue<string>().Should().Be("RequestEntityTooLarge");
    }

    [Theory]
    [InlineData("GET", "/apis/nope.example/v1/things", 404)]
    [InlineData("GET", "/api/v1/nothings", 404)]
    [InlineData("GET", "/api/v1/namespaces/default/pods/x/nothing", 404)]
    [InlineData("GET", "/api/v1/namespaces/..%2f..%2fetc/pods", 404)]
    [InlineData("GET", "/api/v1/namespaces//pods", 404)]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("GET", "/api/v1/pods/x", 404)]
    [InlineData("POST", "/api/v1/pods", 405)]
    [InlineData("PUT", "/api/v1/namespaces/default/pods", 405)]
    [InlineData("DELETE", "/version", 405)]
    [InlineData("GET", "/api/v1/namespaces/default/pods?labelSelector=%2C", 400)]
    [InlineData("GET", "/api/v1/namespaces/default/pods?fieldSelector=spec.nonsense%3D1", 400)]
    [InlineData("GET", "/api/v1/namespaces/default/pods?limit=x", 400)]
    [InlineData("GET", "/api/v1/namespaces/default/pods?continue=!!", 400)]
    [InlineData("GET", "/api/v1/namespaces/default/pods?watch=1&resourceVersion=x", 422)]
    [InlineData("GET", "/api/v1/namespaces/default/pods/nope/exec?command=ls", 404)]
    public async Task A_path_that_leads_nowhere_is_answered_with_a_Status(string method, string path, int code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await sandbox.Http.SendAsync(request, TestContext.Current.CancellationToken);
        ((int)response.StatusCode).Should().Be(code);
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["kind"]!.GetValue<string>().Should().Be("Status");
    }

    [Fact]
    public async Task Nobody_without_the_token_gets_in()
    {
        foreach (var token in new[] { null, "", "wrong", "a.b.c" })
        {
            using var client = sandbox.NewClient(token);
            using var response = await client.GetAsync(new Uri("/api/v1/namespaces", UriKind.Relative), TestContext.Current.CancellationToken);
            response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task A_foreign_host_name_is_refused()
    {
        using var tcp = new TcpClient();
        var url = new Uri(sandbox.Cluster.Url);
        await tcp.ConnectAsync(url.Host, url.Port, TestContext.Current.CancellationToken);
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(X509Certificate2.CreateFromPem(sandbox.Cluster.CertificateAuthority));
        await using var stream = new SslStream(tcp.GetStream());
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = url.Host, CertificateChainPolicy = trust }, TestContext.Current.CancellationToken);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET /api/v1/namespaces HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer {sandbox.Cluster.Token}\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync(TestContext.Current.CancellationToken)).Should().Be("HTTP/1.1 403 Forbidden");
    }

    [Fact]
    public async Task A_form_that_is_not_spoken_is_not_acceptable()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/namespaces");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var response = await sandbox.Http.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.Should().Be(HttpStatusCode.NotAcceptable);
    }

    private async Task<(int Code, JsonObject Answer)> PostAsync(string path, byte[] body, string type)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var response = await sandbox.Http.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject());
    }
}
