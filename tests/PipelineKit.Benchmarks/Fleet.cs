using System.Globalization;
using System.Text;
using PipelineKit.Locking;
using PipelineKit.Oci;

namespace PipelineKit.Benchmarks;

/// <summary>A fleet of services as templates have it: one template of 127 lines, values of any number of services, and a lock with an image for each.</summary>
internal static class Fleet
{
    /// <summary>The template: a service account, a config map, a deployment and a service each, and an autoscaler for every second one.</summary>
    public static string Template { get; } = Read("fleet.yaml.sbn");

    /// <summary>The values, as JSON (which is YAML too).</summary>
    public static string Values(int services)
    {
        var json = new StringBuilder("{\"namespace\": \"fleet\", \"team\": \"platform\", \"services\": [\n");
        for (var i = 0; i < services; i++)
        {
            json.Append(CultureInfo.InvariantCulture, $$"""
                {"name": "svc-{{i:000}}", "image": "{{Repository(i)}}", "replicas": {{(i % 5) + 1}}, "tier": "{{(i % 3 == 0 ? "web" : "worker")}}", "scaled": {{(i % 2 == 0 ? "true" : "false")}},
                 "ports": [{"name": "http", "port": {{8000 + i}}}, {"name": "metrics", "port": 9090}],
                 "env": [{"name": "LOG_LEVEL", "value": "info"}, {"name": "REGION", "value": "eu-west-{{i % 3}}"}, {"name": "SERVICE", "value": "svc-{{i:000}}"}, {"name": "WORKERS", "value": "{{i % 8}}"}],
                 "settings": {"listen": ":{{8000 + i}}", "cache.size": "{{64 * (i + 1)}}Mi", "greeting": "hello from svc-{{i:000}}", "upstream": "http://svc-{{(i + 1) % services:000}}:8080/api"},
                 "labels": {"app.kubernetes.io/part-of": "fleet", "example.org/cost-center": "cc-{{i % 7}}"}, "volumes": ["config", "tmp"], "args": ["--verbose", "--shard={{i}}"],
                 "resources": {"cpu": "{{100 + i}}m", "memory": "{{128 + i}}Mi"} }
                """).Append(i == services - 1 ? "\n" : ",\n");
        }

        return json.Append("]}\n").ToString();
    }

    /// <summary>The lock as digest-pin writes it: every image of the fleet.</summary>
    public static byte[] Lock(int services)
    {
        var images = Enumerable.Range(0, services).Select(i => new LockedImage
        {
            Image = string.Create(CultureInfo.InvariantCulture, $"{Repository(i)}:1.{i}.0"),
            Digest = Digest.Parse(DigestOf(i)),
            MediaType = MediaTypes.OciIndex,
            FirstSeen = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        });
        return ImageLockFile.Write(new ImageLock([.. images], []));
    }

    /// <summary>What kustomize is given to do the same: the rendered manifests with tags, and an <c>images</c> entry for each.</summary>
    public static (string Manifests, string Kustomization) Kustomize(string rendered, int services)
    {
        var kustomization = new StringBuilder("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [all.yaml]\nimages:\n");
        for (var i = 0; i < services; i++)
        {
            rendered = rendered.Replace($"{Repository(i)}@{DigestOf(i)}", $"{Repository(i)}:1.{i}.0", StringComparison.Ordinal);
            kustomization.Append(CultureInfo.InvariantCulture, $"- {{name: {Repository(i)}, digest: \"{DigestOf(i)}\"}}\n");
        }

        return (rendered, kustomization.ToString());
    }

    private static string Repository(int i) => $"ghcr.io/example/fleet/svc-{i:000}";

    private static string DigestOf(int i) =>
        "sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture))));

    private static string Read(string name)
    {
        using var stream = typeof(Fleet).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
