using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PipelineKit.Manifests;
using PipelineKit.Manifests.Rendered;
using PipelineKit.Render.Functions;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace PipelineKit.Tests.Render.Functions;

public sealed class YamlScalarTextTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("two words")]
    [InlineData("8Mi")]
    [InlineData("100m")]
    [InlineData("a:b")]
    [InlineData("http://x/y?z=1#f")]
    [InlineData("ghcr.io/acme/shop@sha256:00")]
    [InlineData("Grüße")]
    public void Text_that_cannot_be_mistaken_stays_plain(string text) => Assert.Equal(text, Written(text));

    [Theory]
    [InlineData("")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("a: b")]
    [InlineData("a:")]
    [InlineData("a #b")]
    [InlineData("#a")]
    [InlineData("no")]
    [InlineData("NULL")]
    [InlineData("~")]
    [InlineData("1.10")]
    [InlineData("0123")]
    [InlineData("1e3")]
    [InlineData("0x1F")]
    [InlineData("12:30:45")]
    [InlineData("2026-11-21")]
    [InlineData(".inf")]
    [InlineData("-.INF")]
    [InlineData("-1")]
    [InlineData("--wait")]
    [InlineData("*a")]
    [InlineData("{a}")]
    [InlineData("a, b")]
    [InlineData("<<")]
    [InlineData("=")]
    [InlineData("---")]
    [InlineData("a\tb")]
    [InlineData("a\nb")]
    [InlineData("\u2028")]
    [InlineData("\ufeffa")]
    [InlineData("a\u0085b")]
    public void Text_that_could_be_mistaken_is_quoted(string text) => Assert.StartsWith("\"", Written(text), StringComparison.Ordinal);

    [Fact]
    public void Every_text_is_read_back_as_itself_as_a_value_an_item_a_key_and_inside_brackets() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<NonNull<string>>().Filter(s => IsWhole(s.Get)),
            s => ReadsBack(s.Get, $"- {Written(s.Get)}\n") && ReadsBack(s.Get, $"[{Written(s.Get)}]\n") && ReadsBack(s.Get, $"k: {Written(s.Get)}\n")).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_text_a_block_can_hold_is_read_back_as_itself() =>
        Prop.ForAll(
            Gen.Elements("a", " ", "\n", "b: c", "- ", "#", "'", "\t").NonEmptyListOf().Select(parts => string.Concat(parts)).Where(YamlScalarText.IsBlock).ToArbitrary(),
            text => ReadsBack(text, $"k: {Block(text)}\n")).QuickCheckThrowOnFailure();

    private static bool ReadsBack(string text, string yaml)
    {
        using var strict = RenderedYaml.Read(Encoding.UTF8.GetBytes(yaml), new RenderedYamlLimits { RequiresObjects = false });
        var scalar = Enumerable.Range(0, strict.NodeCount).Single(n => strict.Kind(n) == YamlKind.Scalar);
        Assert.Empty(strict.Errors);
        Assert.True(strict.IsText(scalar), yaml);
        Assert.Equal(text, strict.ValueText(scalar));
        return text == Independent(yaml);
    }

    private static string? Independent(string yaml)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(yaml);
        stream.Load(reader);
        var root = stream.Documents[0].RootNode;
        return ((YamlScalarNode)(root is YamlMappingNode mapping ? mapping.Children.Single().Value : ((YamlSequenceNode)root).Children.Single())).Value;
    }

    private static bool IsWhole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;

    private static string Written(string text)
    {
        var output = new StringBuilder();
        YamlScalarText.Append(output, text);
        return output.ToString();
    }

    private static string Block(string text)
    {
        var output = new StringBuilder();
        YamlScalarText.AppendBlock(output, text, 2);
        return output.ToString();
    }
}
