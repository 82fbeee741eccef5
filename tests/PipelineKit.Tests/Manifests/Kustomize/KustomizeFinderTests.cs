using PipelineKit.Manifests;
using PipelineKit.Tests.Manifests.Yaml;
using Xunit;

namespace PipelineKit.Tests.Manifests.Kustomize;

public sealed class KustomizeFinderTests
{
    private const string Hex = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Theory]
    [InlineData("- name: nginx\n  newTag: 1.25", "images[0].newTag | TagOnly | 1.25 | nginx:1.25")]
    [InlineData("- name: nginx\n  newName: ghcr.io/x/nginx\n  newTag: \"1.25\"", "images[0].newTag | TagOnly | 1.25 | ghcr.io/x/nginx:1.25")]
    [InlineData("- name: nginx\n  newTag: 1.25@sha256:" + Hex, "images[0].newTag | TagOnly | 1.25@sha256:" + Hex + " | nginx:1.25@sha256:" + Hex)]
    [InlineData("- name: nginx\n  digest: sha256:" + Hex, "images[0].digest | DigestValue | sha256:" + Hex + " | nginx@sha256:" + Hex)]
    [InlineData("- name: nginx\n  newTag: v1\n  digest: sha256:" + Hex, "images[0].digest | DigestValue | sha256:" + Hex + " | nginx:v1@sha256:" + Hex)]
    [InlineData("- name: nginx\n  newTag: v1\n  digest: ''", "images[0].digest | DigestValue |  | nginx:v1")]
    [InlineData("- name: nginx\n  digest: ''", "images[0].digest | DigestValue |  | nginx | Variable")]
    [InlineData("- name: nginx\n  digest: sha256:abc", "images[0].digest | DigestValue | sha256:abc | nginx@sha256:abc | Malformed")]
    [InlineData("- name: nginx\n  newTag: v1\n  tagSuffix: -x", "images[0].newTag | TagOnly | v1 | nginx:v1-x | NoPlace")]
    [InlineData("- name: nginx\n  newName: other", "images[0] | WholeReference | other | other | NoPlace")]
    [InlineData("- name: nginx", "images[0] | WholeReference | nginx | nginx | NoPlace")]
    [InlineData("- {name: a, newTag: '1'}\n- {name: b, newTag: '2'} # pipelinekit: ignore", "images[0].newTag | TagOnly | 1 | a:1\nimages[1].newTag | TagOnly | 2 | b:2 | excluded")]
    [InlineData("- newTag: v1", "")]
    public void Images_are_pinned_at_their_digest_or_tag(string images, string sites) =>
        Assert.Equal(sites, Sites.In($"resources:\n- x.yaml\nimages:\n{images}\n", FileKind.Kustomization, KustomizeFinder.Find));

    [Fact]
    public void Inline_values_of_charts_are_values() =>
        Assert.Equal(
            "helmCharts[0].valuesInline.image.tag | TagOnly | 1 | a:1",
            Sites.In("helmCharts:\n- name: x\n  version: 1.2.3\n  valuesInline:\n    image:\n      repository: a\n      tag: '1'\n", FileKind.Kustomization, KustomizeFinder.Find));

    [Theory]
    [InlineData("kind: Kustomization\n", true)]
    [InlineData("apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n", true)]
    [InlineData("apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n", false)]
    [InlineData("images: []\n", false)]
    public void A_Kustomization_is_known_by_its_kind(string yaml, bool expected) =>
        Assert.Equal(expected, KustomizeFinder.LooksLike(YamlReader.Read(System.Text.Encoding.UTF8.GetBytes(yaml))));

    [Theory]
    [InlineData("kustomization.yaml", true)]
    [InlineData("a/b/kustomization.yml", true)]
    [InlineData("a/Kustomization", true)]
    [InlineData("a/my-kustomization.yaml", false)]
    public void Or_by_its_file_name(string path, bool expected) => Assert.Equal(expected, KustomizeFinder.IsFileName(path));
}
