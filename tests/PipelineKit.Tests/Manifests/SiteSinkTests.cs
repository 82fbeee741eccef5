using System.Text;
using PipelineKit.Manifests;
using Xunit;

namespace PipelineKit.Tests.Manifests;

public sealed class SiteSinkTests
{
    private const string Sha = "@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Theory]
    [InlineData("nginx", "WholeReference nginx nginx No")]
    [InlineData("nginx:1.25", "WholeReference nginx:1.25 nginx:1.25 No")]
    [InlineData("nginx:1.25" + Sha, "WholeReference nginx:1.25" + Sha + " nginx:1.25" + Sha + " No")]
    [InlineData("${IMG:-nginx:1.25}", "WholeReference nginx:1.25 nginx:1.25 No")]
    [InlineData("${IMG-nginx:1.25" + Sha + "}", "WholeReference nginx:1.25" + Sha + " nginx:1.25" + Sha + " No")]
    [InlineData("${A:-${B:-nginx:1}}", "WholeReference nginx:1 nginx:1 No")]
    [InlineData("nginx:${TAG:-1.25}", "TagOnly 1.25 nginx:1.25 No")]
    [InlineData("nginx:${TAG:-1.25" + Sha + "}", "TagOnly 1.25" + Sha + " nginx:1.25" + Sha + " No")]
    [InlineData("nginx:${TAG=1.25}", "TagOnly 1.25 nginx:1.25 No")]
    [InlineData("ghcr.io/x/api:${V:-5-snapshot}", "TagOnly 5-snapshot ghcr.io/x/api:5-snapshot No")]
    [InlineData("${REG:-docker.io}/x/y:1.2", "TagOnly 1.2 docker.io/x/y:1.2 No")]
    [InlineData("${REG:-docker.io}/x/y:1.2" + Sha, "TagOnly 1.2" + Sha + " docker.io/x/y:1.2" + Sha + " No")]
    [InlineData("${REG:-docker.io}/x/y", "WholeReference /x/y docker.io/x/y No")]
    [InlineData("${REG:-}x:1", "WholeReference x:1 x:1 No")]
    [InlineData("${REG:-docker.io}/${IMG:-x:1}", "WholeReference x:1 docker.io/x:1 No")]
    [InlineData("${REG:-docker.io}/x:${TAG:-1}", "TagOnly 1 docker.io/x:1 No")]
    [InlineData("x:1-${V:-alpine}", "TagOnly alpine x:1-alpine No")]
    [InlineData("x@${D:-sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}", "DigestValue sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa x" + Sha + " No")]
    [InlineData("x:${V:-1}" + Sha, "DigestValue sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa x:1" + Sha + " No")]
    [InlineData("${IMG:-nginx}:1.25", "WholeReference ${IMG:-nginx}:1.25 nginx:1.25 Variable")]
    [InlineData("x:${V:-1}-alpine", "WholeReference x:${V:-1}-alpine x:1-alpine Variable")]
    [InlineData("nginx:${TAG}", "WholeReference nginx:${TAG} nginx:${TAG} Variable")]
    [InlineData("nginx:${TAG:?needed}", "WholeReference nginx:${TAG:?needed} nginx:${TAG:?needed} Variable")]
    [InlineData("$IMAGE", "WholeReference $IMAGE $IMAGE Variable")]
    [InlineData("$CI_REGISTRY_IMAGE/x:1", "WholeReference $CI_REGISTRY_IMAGE/x:1 $CI_REGISTRY_IMAGE/x:1 Variable")]
    [InlineData("x:$(tag)", "WholeReference x:$(tag) x:$(tag) Variable")]
    [InlineData("x:${{ parameters.tag }}", "WholeReference x:${{ parameters.tag }} x:${{ parameters.tag }} Variable")]
    [InlineData("x:{{ .Values.tag }}", "WholeReference x:{{ .Values.tag }} x:{{ .Values.tag }} Variable")]
    [InlineData("gcr.io/$PROJECT_ID/kustomize:${_GIT_TAG}", "WholeReference gcr.io/$PROJECT_ID/kustomize:${_GIT_TAG} gcr.io/$PROJECT_ID/kustomize:${_GIT_TAG} Variable")]
    [InlineData("Not An Image", "WholeReference Not An Image Not An Image Malformed")]
    [InlineData("nginx:", "WholeReference nginx: nginx: Malformed")]
    [InlineData("b\u00fcro:1", "WholeReference b\u00fcro:1 b\u00fcro:1 Malformed")]
    [InlineData("${X", "WholeReference ${X ${X Variable")]
    public void A_whole_reference_is_edited_where_its_digest_has_to_stand(string value, string expected) =>
        Assert.Equal(expected, Found($"image: \"{value}\"", (sink, node) => sink.Whole(node, "x")));

    [Theory]
    [InlineData("1.2", "TagOnly 1.2 n/a:1.2 No")]
    [InlineData("1.2" + Sha, "TagOnly 1.2" + Sha + " n/a:1.2" + Sha + " No")]
    [InlineData("${T:-1.2}", "TagOnly 1.2 n/a:1.2 No")]
    [InlineData("${T}", "WholeReference ${T} n/a:${T} Variable")]
    [InlineData("${T:-1}-x", "WholeReference ${T:-1}-x n/a:1-x Variable")]
    [InlineData("a b", "WholeReference a b n/a:a b Malformed")]
    public void A_tag_is_completed_by_the_name_that_stands_elsewhere(string value, string expected) =>
        Assert.Equal(expected, Found($"image: '{value}'", (sink, node) => sink.Tag(node, "n/a", "x")));

    [Theory]
    [InlineData("image: nginx # pipelinekit: ignore", true)]
    [InlineData("image: nginx # why not, pipelinekit:ignore", true)]
    [InlineData("image: nginx # ratchet:exclude", true)]
    [InlineData("# pipelinekit: ignore\nimage: nginx", true)]
    [InlineData("  # ratchet:exclude\r\nimage: nginx", true)]
    [InlineData("# pipelinekit: ignore\n\nimage: nginx", false)]
    [InlineData("other: 1 # pipelinekit: ignore\nimage: nginx", false)]
    [InlineData("image: nginx # ignore", false)]
    public void A_comment_on_the_line_or_alone_before_it_excludes(string yaml, bool isExcluded) =>
        Assert.Equal(isExcluded, Assert.Single(Run(yaml, (sink, node) => sink.Whole(node, "x"))).Excluded);

    [Theory]
    [InlineData("image: \"nginx\\x3a1.25\"", "WholeReference nginx\\x3a1.25 nginx:1.25 Notation")]
    [InlineData("image: >-\n  nginx:1.25", "WholeReference nginx:1.25 nginx:1.25 No")]
    [InlineData("image: |\n  nginx:1.25\n", "WholeReference nginx:1.25 nginx:1.25 Notation")]
    [InlineData("image: \" nginx:1.25\"", "WholeReference  nginx:1.25 nginx:1.25 Notation")]
    public void A_value_that_is_not_its_own_bytes_is_not_edited(string yaml, string expected) =>
        Assert.Equal(expected, Found(yaml, (sink, node) => sink.Whole(node, "x")));

    [Theory]
    [InlineData("image:")]
    [InlineData("image: ~")]
    [InlineData("image: null")]
    [InlineData("image: ''")]
    [InlineData("image: *a")]
    [InlineData("image: {a: b}")]
    [InlineData("image: {{ .Values.image }}")]
    [InlineData("image: \"{{ .Values.registry }}/{{ .Values.repository }}:{{ .Values.tag }}\"")]
    public void What_names_nothing_is_not_a_site(string yaml) => Assert.Empty(Run(yaml, (sink, node) => sink.Whole(node, "x")));

    [Fact]
    public void Line_and_columns_count_from_one_in_characters()
    {
        var site = Assert.Single(Run("\ufeff# x\r\n\"\u00fc\U0001F600\": 1\nimage: { \u00e9: 1, image: nginx:1 }\n", (sink, node) => sink.Whole(node["image"]!, "x")));
        Assert.Equal((3, 23, 30), (site.Line, site.Column, site.EndColumn));
    }

    [Fact]
    public void The_same_bytes_are_one_site() =>
        Assert.Single(Run("image: nginx", (sink, node) =>
        {
            sink.Whole(node, "x");
            sink.Whole(node, "y");
        }));

    [Fact]
    public void The_edited_bytes_are_those_of_the_file()
    {
        const string Yaml = "# \u00e9\nimage: 'x:${T:-1.2}'";
        var site = Assert.Single(Run(Yaml, (sink, node) => sink.Whole(node, "x")));
        Assert.Equal("1.2", Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(Yaml), site.Edit.Start, site.Edit.Length));
    }

    private static string Found(string yaml, Action<SiteSink, YamlNode> add)
    {
        var site = Assert.Single(Run(yaml, add));
        return $"{site.Form} {site.EditText.TrimEnd('\n')} {site.Reference} {site.Obstacle}";
    }

    private static IReadOnlyList<ReferenceSite> Run(string yaml, Action<SiteSink, YamlNode> add)
    {
        var bytes = Encoding.UTF8.GetBytes(yaml);
        var sink = new SiteSink(new SourceText("f.yaml", bytes), FileKind.Compose);
        add(sink, YamlReader.Read(bytes)[0]["image"]!);
        return sink.Sites;
    }
}
