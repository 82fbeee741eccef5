using System.Text;
using PipelineKit.Files;
using PipelineKit.Locking;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Locking;

public sealed class KustomizePeerTests
{
    [SkippableFact]
    public async Task Kustomize_itself_puts_the_digests_of_a_written_component_into_manifests()
    {
        var kubectl = Peer.Program("kubectl");
        using var folder = new TempFolder();
        folder.Write("images/kustomization.yaml", LockForms.Write(LockFormsTests.Sample, LockForm.Kustomization));
        folder.Write("kustomization.yaml", "resources: [pod.yaml]\ncomponents: [images]\n");
        folder.Write("pod.yaml", """
            apiVersion: v1
            kind: Pod
            metadata: {name: a}
            spec:
              containers:
              - {name: a, image: nginx}
              - {name: b, image: "docker.io/library/nginx:1.27"}
              - {name: c, image: "ghcr.io/acme/shop:2.0"}
              - {name: d, image: acme/yes}
            """);

        var result = await new ProcessRunner(TimeProvider.System).RunAsync(new ProcessRequest { Program = kubectl, Arguments = ["kustomize", folder.Path] }, default);

        Assert.True(result.ExitCode == 0, result.Error);
        var images = Encoding.UTF8.GetString(result.Output).Split('\n').Select(l => l.Trim(' ', '-')).Where(l => l.StartsWith("image: ", StringComparison.Ordinal)).Select(l => l["image: ".Length..]);
        Assert.Equal(
            [
                $"nginx:1.27@{LockSamples.DigestOf(1)}",
                $"docker.io/library/nginx:1.27@{LockSamples.DigestOf(1)}",
                $"ghcr.io/acme/shop@{LockSamples.DigestOf(2)}",
                $"acme/yes:1.0@{LockSamples.DigestOf(3)}",
            ],
            images);
    }
}
