using System.Text;
using PipelineKit.Manifests;
using PipelineKit.Manifests.Scanning;
using PipelineKit.Manifests.Templates;
using Xunit;

namespace PipelineKit.Tests.Manifests.Templates;

public sealed class TemplateFinderTests
{
    [Theory]
    [InlineData("{{ image \"nginx:1.29\" }}", "image nginx:1.29 1:11")]
    [InlineData("é: {{ digest('ghcr.io/acme/shop:1.2') }}", "digest ghcr.io/acme/shop:1.2 1:15")]
    [InlineData("{{ x = \"a:1\" | image_tag }}", "image_tag a:1 1:9")]
    [InlineData("{{ if (image `a:1`) == image \"b:2\" }}{{ end }}", "image a:1 1:15;image b:2 1:31")]
    [InlineData("{{ image \"a:1\" | string.upcase", "image a:1 1:11")]
    [InlineData("{{ image \"shop\" }}{{ image name }}{{ image \"a:\" + tag }}{{ \"x\" + \"a:1\" | image }}", "")]
    [InlineData("{{ values.image \"a:1\" }}{{ # image \"a:1\" }}{%{ {{ image \"a:1\" }} }%}image: a:1", "")]
    [InlineData("{{ image \"UPPER:1\" }}{{ image \"a:1\\n\" }}{{ image \"\" }}", "")]
    public void Literal_arguments_with_a_tag_or_digest_are_found(string text, string expected) =>
        Assert.Equal(expected, string.Join(';', Sites(text).Select(s => $"{s.Where} {s.Reference} {s.Line}:{s.Column}")));

    [Theory]
    [InlineData("{{ image \"a:1\" }} {{ # pipelinekit: ignore }}", true)]
    [InlineData("{{ # pipelinekit: ignore }}\n{{ image \"a:1\" }}", false)]
    [InlineData("{{ image \"a:1\" # ratchet:exclude\n}}", true)]
    public void A_comment_on_the_line_leaves_it(string text, bool excluded) => Assert.Equal(excluded, Assert.Single(Sites(text)).Excluded);

    [Theory]
    [InlineData("a.sbn", FileKind.Template)]
    [InlineData("x/a.yaml.scriban", FileKind.Template)]
    [InlineData("a.sbn.yml", FileKind.Template)]
    [InlineData(".sbn", null)]
    [InlineData("sbn.yaml", null)]
    [InlineData(".github/workflows/a.sbn.yml", null)]
    public void The_name_makes_it_a_template(string path, FileKind? kind) => Assert.Equal(kind, KindDetector.ByName(path));

    private static IReadOnlyList<ReferenceSite> Sites(string text)
    {
        var sink = new SiteSink(new SourceText("a.sbn", Encoding.UTF8.GetBytes(text)), FileKind.Template);
        TemplateFinder.Find(sink);
        return sink.Sites;
    }
}
