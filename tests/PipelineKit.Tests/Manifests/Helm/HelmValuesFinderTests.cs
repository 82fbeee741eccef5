using PipelineKit.Manifests;
using PipelineKit.Tests.Manifests.Yaml;
using Xunit;

namespace PipelineKit.Tests.Manifests.Helm;

public sealed class HelmValuesFinderTests
{
    private const string Hex = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Theory]
    [InlineData("image: nginx:1.25", "image | WholeReference | nginx:1.25 | nginx:1.25")]
    [InlineData("image: nginx", "image | WholeReference | nginx | nginx")]
    [InlineData("a:\n  initImage: busybox:1", "a.initImage | WholeReference | busybox:1 | busybox:1")]
    [InlineData("list:\n- image: a/b:1", "list[0].image | WholeReference | a/b:1 | a/b:1")]
    [InlineData("image:\n  repository: nginx\n  tag: 1.25", "image.tag | TagOnly | 1.25 | nginx:1.25")]
    [InlineData("image:\n  repository: nginx\n  tag: \"1.25\" # x\n  pullPolicy: Always", "image.tag | TagOnly | 1.25 | nginx:1.25")]
    [InlineData("image:\n  repository: nginx\n  tag: v1@sha256:" + Hex, "image.tag | TagOnly | v1@sha256:" + Hex + " | nginx:v1@sha256:" + Hex)]
    [InlineData("image:\n  registry: quay.io\n  repository: a/b\n  tag: v1", "image.tag | TagOnly | v1 | quay.io/a/b:v1")]
    [InlineData("image:\n  registry: ''\n  repository: a/b\n  tag: v1", "image.tag | TagOnly | v1 | a/b:v1")]
    [InlineData("image:\n  repository: nginx\n  tag: \"\"", "image.tag | EmptyTag |  | nginx:9.9")]
    [InlineData("image:\n  repository: nginx\n  tag:\n", "image.tag | EmptyTag |  | nginx:9.9")]
    [InlineData("image:\n  repository: nginx\n  tag: ~\n", "image.tag | EmptyTag | ~ | nginx:9.9")]
    [InlineData("image:\n  repository: nginx\n  tag: v1\n  digest: \"\"", "image.digest | DigestValue |  | nginx:v1")]
    [InlineData("image:\n  repository: nginx\n  tag: v1\n  digest:", "image.digest | DigestValue |  | nginx:v1")]
    [InlineData("image:\n  repository: nginx\n  tag: v1\n  digest: sha256:" + Hex, "image.digest | DigestValue | sha256:" + Hex + " | nginx:v1@sha256:" + Hex)]
    [InlineData("image:\n  repository: nginx\n  tag: ''\n  digest: ''", "image.digest | DigestValue |  | nginx:9.9")]
    [InlineData("image:\n  registry: quay.io\n  repository: a/b\n  tag: v1\n  sha: ''", "image.sha | HexValue |  | quay.io/a/b:v1")]
    [InlineData("image:\n  repository: a/b\n  tag: v1\n  sha: " + Hex, "image.sha | HexValue | " + Hex + " | a/b:v1@sha256:" + Hex)]
    [InlineData("image:\n  repository: a/b\n  tag: v1@sha256:" + Hex + "\n  digest: ''", "image.tag | TagOnly | v1@sha256:" + Hex + " | a/b:v1@sha256:" + Hex)]
    [InlineData("image:\n  name: nginx\n  tag: v1", "image.tag | TagOnly | v1 | nginx:v1")]
    [InlineData("image:\n  repository: nginx\n  version: v1", "image.version | TagOnly | v1 | nginx:v1")]
    [InlineData("image: nginx\nimageTag: v1", "imageTag | TagOnly | v1 | nginx:v1")]
    [InlineData("image: nginx\ntag: v1", "tag | TagOnly | v1 | nginx:v1")]
    [InlineData("imageRepository: a/b\nimageTag: v1\nimagePullPolicy: Always", "imageTag | TagOnly | v1 | a/b:v1")]
    [InlineData("repository: a/b\ntag: v1", "tag | TagOnly | v1 | a/b:v1")]
    [InlineData("image:\n  repository: nginx", "image.repository | WholeReference | nginx | nginx | NoPlace")]
    [InlineData("image:\n  repository: nginx:1.2", "image.repository | WholeReference | nginx:1.2 | nginx:1.2")]
    [InlineData("image:\n  repository: ${REG}/x\n  tag: v1", "image.tag | WholeReference | v1 | ${REG}/x:v1 | Variable")]
    [InlineData("image:\n  repository: nginx\n  tag: ${T:-v1}", "image.tag | TagOnly | v1 | nginx:v1")]
    [InlineData("image:\n  repository: nginx\n  tag: bad tag", "image.tag | WholeReference | bad tag | nginx:bad tag | Malformed")]
    [InlineData("image: &i\n  repository: x\n  tag: v1\nother:\n  image:\n    <<: *i\n    repository: y", "image.tag | TagOnly | v1 | x:v1 | Variable\nother.image.repository | WholeReference | y | y | NoPlace")]
    [InlineData("image: &i\n  repository: x\n  tag: v1\nother:\n  image:\n    <<: [*i]\n    pullPolicy: Always", "image.tag | TagOnly | v1 | x:v1")]
    [InlineData("image: &i\n  repository: x\n  tag: v1@sha256:" + Hex + "\nother:\n  image:\n    <<: *i\n    repository: y", "image.tag | TagOnly | v1@sha256:" + Hex + " | x:v1@sha256:" + Hex + "\nother.image.repository | WholeReference | y | y | NoPlace")]
    [InlineData("v: &v v1\nimage:\n  repository: nginx\n  tag: *v", "image.tag | TagOnly | v | nginx:v1 | Variable")]
    [InlineData("a:\n  image: {repository: x, tag: &v v1}\nb:\n  image: {repository: y, tag: *v}", "a.image.tag | TagOnly | v1 | x:v1 | Variable\nb.image.tag | TagOnly | v | y:v1 | Variable")]
    public void Each_shape_is_pinned_at_its_place(string yaml, string sites) => Assert.Equal(sites, In(yaml, "9.9"));

    [Theory]
    [InlineData("repository: https://github.com/a/b\ntag: v1")]
    [InlineData("repository: https://charts.example.com\nversion: 1.2.3")]
    [InlineData("repository: oci://ghcr.io/charts\ntag: v1")]
    [InlineData("repository: github.com/a/b\ntag: v1")]
    [InlineData("repository: git@github.com:a/b.git\ntag: v1")]
    [InlineData("repository: a/b\nbranch: main\ntag: v1")]
    [InlineData("image: ''")]
    [InlineData("image:")]
    [InlineData("image: true")]
    [InlineData("useCustomImage: false")]
    [InlineData("backgroundImage: none")]
    [InlineData("image: \"{{ .Values.global.image }}\"")]
    [InlineData("image:\n  repository: \"{{ .x }}\"\n  tag: v1")]
    [InlineData("image:\n  pullPolicy: Always\n  tag: v1")]
    [InlineData("image:\n  repository: ''\n  tag: ''")]
    [InlineData("name: x\ntag: v1")]
    [InlineData("a: |\n  image: nginx:1.25")]
    public void What_names_no_image_is_left_alone(string yaml) => Assert.Equal("", In(yaml, "9.9"));

    [Theory]
    [InlineData("image:\n  repository: nginx\n  tag: ''", "image.tag | EmptyTag |  | nginx | Variable")]
    [InlineData("image:\n  repository: nginx\n  tag: ''\n  digest: ''", "image.digest | DigestValue |  | nginx | Variable")]
    public void An_empty_tag_without_a_chart_is_not_known(string yaml, string sites) => Assert.Equal(sites, In(yaml, null));

    [Fact]
    public void The_place_of_a_tag_that_is_not_there_is_behind_its_colon()
    {
        const string Yaml = "image:\n  repository: nginx\n  tag:   # default\n";
        var site = Assert.Single(Sites.Of(System.Text.Encoding.UTF8.GetBytes(Yaml), FileKind.HelmValues, (d, s) => HelmValuesFinder.Find(d, s, () => "1")));
        Assert.Equal(new ByteSpan(Yaml.IndexOf("tag:", StringComparison.Ordinal) + 4, 0), site.Edit);
    }

    [Theory]
    [InlineData("image:\n  repository: a\n  tag: b\n", true)]
    [InlineData("a:\n  b:\n  - image: x\n", true)]
    [InlineData("replicas: 1\n", false)]
    [InlineData("apiVersion: v1\nkind: Pod\nspec:\n  image: x\n", false)]
    public void Values_are_known_by_an_image_in_them(string yaml, bool expected) =>
        Assert.Equal(expected, HelmValuesFinder.LooksLike(YamlReader.Read(System.Text.Encoding.UTF8.GetBytes(yaml))));

    private static string In(string yaml, string? appVersion) =>
        Sites.In(yaml, FileKind.HelmValues, (documents, sink) => HelmValuesFinder.Find(documents, sink, () => appVersion));
}
