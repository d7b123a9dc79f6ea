namespace Dodas.Deployer.Tests.World;

/// <summary>Small blocks: a pool, a lab that needs it, and a vault with a secret to enter. Pool and lab run pods; the lab keeps a volume.</summary>
internal static class TestCharts
{
    /// <summary>Writes a local repository.</summary>
    public static string Write(string folder)
    {
        Chart(folder, "pool", Pool, PoolBlock);
        Chart(folder, "lab", Lab, LabBlock);
        Chart(folder, "vault", Vault, VaultBlock);
        Directory.CreateDirectory(Path.Combine(folder, "recipes"));
        File.WriteAllText(Path.Combine(folder, "recipes", "both.yaml"), Recipe);
        return folder;
    }

    private static void Chart(string folder, string name, string template, string block)
    {
        var templates = Directory.CreateDirectory(Path.Combine(folder, name, "templates")).FullName;
        File.WriteAllText(Path.Combine(folder, name, "Chart.yaml"), $"apiVersion: v2\nname: {name}\nversion: 1.0.0\n");
        File.WriteAllText(Path.Combine(folder, name, "values.yaml"), "image: example.org/app:1\nreplicas: 1\nkey: \"\"\nhost: \"\"\n");
        File.WriteAllText(Path.Combine(folder, name, "values.schema.json"), Schema);
        File.WriteAllText(Path.Combine(folder, name, "block.yaml"), block);
        File.WriteAllText(Path.Combine(templates, "all.yaml"), template);
    }

    private const string Schema = """
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "additionalProperties": false, "properties": {
          "image": {"type": "string"}, "replicas": {"type": "integer", "minimum": 0}, "key": {"type": "string"}, "host": {"type": "string"}, "global": {"type": "object"}}}
        """;

    private const string PoolBlock = """
        id: pool
        title: Pool
        kind: compute
        secrets:
        - {name: key, key: POOL, generate: {bytes: 32}, valuePath: /key}
        - {name: token, key: token, derive: htcondor-idtoken, from: key, with: {issuer: "${release}.${namespace}", subject: "submit@${release}"}}
        provides:
        - {type: pool/v1, outputs: {host: "${release}.${namespace}.svc"}}
        """;

    private const string LabBlock = """
        id: lab
        title: Lab
        kind: interactive
        secrets:
        - {name: token, key: token, generate: {bytes: 16}, valuePath: /key}
        requires:
        - {type: pool/v1, min: 1, max: 1, bind: {host: /host}}
        endpoints:
        - {name: web, title: Lab, service: "${release}", port: 8888, path: /lab, protocol: http, secret: token}
        """;

    private const string Recipe = """
        id: both
        title: Both
        summary: A lab on a pool
        order: 1
        composition:
          apiVersion: dodas/v1
          blocks:
          - {name: pool, block: pool}
          - {name: lab, block: lab}
        """;

    private const string Pool = """
        apiVersion: v1
        kind: Service
        metadata: {name: "{{ .Release.Name }}"}
        spec:
          selector: {app: "{{ .Release.Name }}"}
          ports: [{port: 9618}]
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: "{{ .Release.Name }}"}
        spec:
          replicas: {{ .Values.replicas }}
          selector: {matchLabels: {app: "{{ .Release.Name }}"}}
          template:
            metadata: {labels: {app: "{{ .Release.Name }}"}}
            spec:
              containers: [{name: pool, image: "{{ .Values.image }}", ports: [{containerPort: 9618}]}]
        """;

    private const string VaultBlock = """
        id: vault
        title: Vault
        kind: storage
        secrets:
        - {name: password, key: password, enter: true, valuePath: /key}
        """;

    private const string Vault = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: "{{ .Release.Name }}"}
        data: {secret: "{{ .Values.key }}"}
        """;

    private const string Lab = """
        {{- if eq .Values.image "refuse" }}{{ fail "This image is refused." }}{{ end }}
        apiVersion: v1
        kind: Service
        metadata: {name: "{{ .Release.Name }}"}
        spec:
          selector: {app: "{{ .Release.Name }}"}
          ports: [{port: 8888}]
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: "{{ .Release.Name }}"}
        spec:
          serviceName: "{{ .Release.Name }}"
          replicas: {{ .Values.replicas }}
          selector: {matchLabels: {app: "{{ .Release.Name }}"}}
          template:
            metadata: {labels: {app: "{{ .Release.Name }}"}}
            spec:
              containers: [{name: lab, image: "{{ .Values.image }}", env: [{name: POOL, value: "{{ .Values.host }}"}], ports: [{containerPort: 8888}], volumeMounts: [{name: home, mountPath: /home}]}]
              volumes: [{name: home, persistentVolumeClaim: {claimName: "{{ .Release.Name }}-home"}}]
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: "{{ .Release.Name }}-home", annotations: {helm.sh/resource-policy: keep}}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        """;
}
