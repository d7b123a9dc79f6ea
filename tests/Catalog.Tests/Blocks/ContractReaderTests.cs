using Dodas.Catalog.Blocks;

namespace Dodas.Catalog.Tests.Blocks;

public sealed class ContractReaderTests
{
    private const string Good = """
        id: htcondor
        title: HTCondor
        kind: compute
        maxPerComposition: 1
        secrets:
        - {name: pool-key, key: POOL, generate: {bytes: 64}, valuePath: /auth/signingKeySecret}
        - {name: submit-token, key: token, derive: htcondor-idtoken, from: pool-key, with: {issuer: "${release}.${namespace}", subject: "submit@x"}}
        - {name: given, key: token, enter: true}
        provides:
        - type: htcondor-pool/v1
          when: {path: /mode, equals: full}
          outputs: {host: "${release}-cm.${namespace}.svc", port: 9618, size: "${value:/execute/replicas}", tokenSecret: "${secret:submit-token}"}
        requires:
        - {type: xrootd-cache/v1, min: 0, max: 1, when: {path: /mode, equals: execute-only}, enable: /cache/enabled, bind: {url: /cache/url}}
        resources:
        - {name: Workers, count: /execute/replicas, cpu: /execute/cpu, memory: /execute/memory, gpu: 0, storage: 20Gi}
        endpoints:
        - {name: lab, title: JupyterLab, service: "${release}-lab", port: 8888, path: /lab, protocol: http, secret: given}
        - {name: pool, service: "${release}-cm", port: 9618, protocol: tcp}
        important: [/execute/replicas]
        """;

    [Fact]
    public void A_contract_is_read_in_full()
    {
        var contract = ContractReader.Read(Good).Should().BeOfType<Reading<BlockContract>.Done>().Which.Value;
        contract.Should().BeEquivalentTo(new BlockContract
        {
            Id = "htcondor",
            Title = "HTCondor",
            Kind = BlockKind.Compute,
            MaxPerComposition = 1,
            Secrets =
            [
                new SecretContract { Name = "pool-key", Key = "POOL", GenerateBytes = 64, ValuePath = "/auth/signingKeySecret" },
                new SecretContract
                {
                    Name = "submit-token", Key = "token",
                    Derive = new Derivation("htcondor-idtoken", "pool-key", new Dictionary<string, string> { ["issuer"] = "${release}.${namespace}", ["subject"] = "submit@x" }),
                },
                new SecretContract { Name = "given", Key = "token", Enter = true },
            ],
            Provides =
            [
                new Provision("htcondor-pool/v1", new Dictionary<string, string>
                {
                    ["host"] = "${release}-cm.${namespace}.svc", ["port"] = "9618", ["size"] = "${value:/execute/replicas}", ["tokenSecret"] = "${secret:submit-token}",
                }, new Condition("/mode", "full")),
            ],
            Requires =
            [
                new Requirement
                {
                    Type = "xrootd-cache/v1", Min = 0, Max = 1, When = new Condition("/mode", "execute-only"), Enable = "/cache/enabled",
                    Bind = new Dictionary<string, string> { ["url"] = "/cache/url" },
                },
            ],
            Resources = [new ResourceContract("Workers", "/execute/replicas", "/execute/cpu", "/execute/memory", "0", "20Gi")],
            Endpoints =
            [
                new EndpointContract { Name = "lab", Title = "JupyterLab", Service = "${release}-lab", Port = 8888, Path = "/lab", Protocol = "http", Secret = "given" },
                new EndpointContract { Name = "pool", Title = "pool", Service = "${release}-cm", Port = 9618, Path = "/", Protocol = "tcp" },
            ],
            Important = ["/execute/replicas"],
        });
    }

    [Theory]
    [InlineData("id: htcondor", "id: HTCondor", "line 1, id: Use lower-case letters, digits and '-', at most 24 characters.")]
    [InlineData("title: HTCondor\n", "", "line 1, title: 'title' is missing.")]
    [InlineData("kind: compute", "kind: batch", "line 3, kind: Choose one of interactive, compute, storage, cache, access, external.")]
    [InlineData("maxPerComposition: 1", "maxPerComposition: two", "line 4, maxPerComposition: Write a whole number from 1 to 100.")]
    [InlineData("maxPerComposition: 1", "maxPerCompositon: 1", "line 4, maxPerCompositon: 'maxPerCompositon' is not known here; known are * Did you mean 'maxPerComposition'?")]
    [InlineData("generate: {bytes: 64}", "generate: {bytes: 4}", "line 6, secrets[0].generate.bytes: Write a whole number from 16 to 1024.")]
    [InlineData("generate: {bytes: 64}", "generate: {}", "line 6, secrets[0].generate: Say how many random bytes: {bytes: 32}.")]
    [InlineData("generate: {bytes: 64}", "generate: {bytes: 64}, enter: true", "line 6, secrets[0]: A secret has exactly one source: 'generate', 'derive' or 'enter: true'.")]
    [InlineData("from: pool-key", "from: key", "line 7, secrets[1].from: There is no secret 'key' in this block.")]
    [InlineData("key: token, enter: true", "key: token, enter: true, from: pool-key", "line 8, secrets[2]: 'from' and 'with' belong to 'derive'.")]
    [InlineData("name: given", "name: pool-key", "line 8, secrets[2].name: This is given twice.*")]
    [InlineData("type: htcondor-pool/v1", "type: htcondor", "line 10, provides[0].type: An interface type is a name and a version, such as 'htcondor-pool/v1'.")]
    [InlineData("{path: /mode, equals: full}", "{path: mode, equals: full}", "line 11, provides[0].when.path: Write a JSON pointer into the values, such as '/execute/replicas'.")]
    [InlineData("${release}-cm.${namespace}.svc\", port", "${releases}-cm\", port", "line 12, provides[0].outputs.host: '${releases}' is not known; *")]
    [InlineData("${release}-cm.${namespace}.svc\", port", "${release\", port", "line 12, provides[0].outputs.host: '${release' has no closing '}'.")]
    [InlineData("${secret:submit-token}", "${secret:other}", "line 12, provides[0].outputs.tokenSecret: There is no secret 'other' in this block.")]
    [InlineData("min: 0, max: 1", "min: 3, max: 1", "line 14, requires[0].max: 'max' must be at least 'min', which is 3.")]
    [InlineData("bind: {url: /cache/url}", "bind: {url: /cache/enabled}", "line 1: '/cache/enabled' would be written from 2 places of this contract; each pointer can have one.")]
    [InlineData("storage: 20Gi", "storage: 20GiB", "line 16, resources[0].storage: Write a JSON pointer into the values, a number or a quantity such as '2Gi'.")]
    [InlineData("port: 8888", "port: 88888", "line 18, endpoints[0].port: Write a whole number from 1 to 65535.")]
    [InlineData("secret: given", "secret: other", "line 18, endpoints[0].secret: There is no secret 'other' in this block.")]
    [InlineData("path: /lab", "path: lab", "line 18, endpoints[0].path: A path starts with '/' and has no blanks.")]
    [InlineData("important: [/execute/replicas]", "important: replicas", "line 20, important: Write a list here, each item after a '-'.")]
    [InlineData("id: htcondor", "id: [", "line *")]
    public void What_is_wrong_is_named_by_line_and_field(string good, string bad, string error)
    {
        var refused = ContractReader.Read(Good.Replace(good, bad, StringComparison.Ordinal)).Should().BeOfType<Reading<BlockContract>.Refused>().Which;
        refused.Message.Should().Match(error);
    }

    [Fact]
    public void All_errors_are_reported_at_once()
    {
        var refused = ContractReader.Read("id: A\nkind: x\nsecrets: 5\nendpoints:\n- {name: lab}\n").Should().BeOfType<Reading<BlockContract>.Refused>().Which;
        refused.Errors.Select(error => error.Field).Should().Equal("id", "title", "kind", "secrets", "endpoints[0].port", "endpoints[0].service");
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a")]
    [InlineData("text")]
    [InlineData("secrets: [1, null, [2]]\nprovides: {a: 1}\nrequires: [{bind: 5, when: 7}]\nresources: [x]\nendpoints: [{service: {a: 1}}]\nimportant: [{}]")]
    public void Nothing_that_is_given_throws(string yaml) => ContractReader.Read(yaml).Should().BeOfType<Reading<BlockContract>.Refused>();
}
