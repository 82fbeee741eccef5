using System.Text;
using PipelineKit.Manifests;
using PipelineKit.Manifests.Rendered;
using PipelineKit.Tests.Manifests.Yaml;
using Xunit;

namespace PipelineKit.Tests.Manifests.Rendered;

public sealed class RenderedYamlTests
{
    // The `^` marks where the fault is; it is taken out before reading.
    [Theory]
    [InlineData("a: b^: c\n", "colon and a blank")]
    [InlineData("a:\n^\tb: c\n", "a tab is used")]
    [InlineData("a: b\n  c^: d\n", "looks like a key")]
    [InlineData("a:\n  b: 1\n ^c: 2\n", "fits none")]
    [InlineData("a:\n    b: 1\n  ^c: 2\n", "fits none")]
    [InlineData("a: 1\n^a: 2\n", "stands twice")]
    [InlineData("a: 1\n\"^\\x61\": 2\n", "stands twice")]
    [InlineData("'it''s': 1\n\"^it's\": 2\n", "stands twice")]
    [InlineData("x: {a: 1, ^a: 2}\n", "stands twice")]
    [InlineData("a: \"b\n^c: d\n", "indented less")]
    [InlineData("a: ^\"b\n", "not closed")]
    [InlineData("a: ^'b\n---\nc: d\n", "not closed")]
    [InlineData("a: ^[b, c\n", "not closed")]
    [InlineData("a: {b: c\nd^: e\n", "`,` or `}` is missing")]
    [InlineData("a: [b ^}\n", "`,` or `]` is missing")]
    [InlineData("a: [b, ^, c]\n", "cannot start with `,`")]
    [InlineData("a: \"^\\q\"\n", "no escape")]
    [InlineData("a: \"^\\xZZ\"\n", "not the number")]
    [InlineData("a: \"^\\ud83d\"\n", "not the number")]
    [InlineData("a: \"^\\U00110000\"\n", "not the number")]
    [InlineData("a: ^*x\n", "no value before it")]
    [InlineData("a: &x [^*x]\n", "no value before it")]
    [InlineData("a: &x 1\n---\nb: ^*x\n", "no value before it")]
    [InlineData("a: 1\n...\n^b: 2\n", "content follows the end")]
    [InlineData("a: 1\n... ^b\n", "text follows the `...`")]
    [InlineData("--- a^: b: c\n", "colon and a blank")]
    [InlineData("a: \"b\" ^c\n", "text follows the end")]
    [InlineData("a: 'b'^c\n", "text follows the end")]
    [InlineData("a: b^\u0007\n", "control character U+0007")]
    [InlineData("a: b^\u009F\n", "control character U+009F")]
    [InlineData("a: b^\rc: d\n", "carriage return")]
    [InlineData("a: b\n^\uFEFFc: d\n", "byte order mark")]
    [InlineData("a: b^\u2028c\n", "ends the line for some")]
    [InlineData("a: ^@b\n", "cannot start with `@`")]
    [InlineData("a: ^`b`\n", "cannot start with ``")]
    [InlineData("a: ^%b\n", "cannot start with `%`")]
    [InlineData("a: ^- b\n", "list item stands where")]
    [InlineData("- a\n^b: c\n", "content follows the value")]
    [InlineData("a: 1\n^- b\n", "list item stands where")]
    [InlineData("a: 1\n^text\n", "no `key: value`")]
    [InlineData("a: | ^text\n", "follows `|`")]
    [InlineData("a: |^x\n", "neither an indentation")]
    [InlineData("a: |\n     \n^  b\n", "more blanks")]
    [InlineData("[a]^: b\n", "key is not text")]
    [InlineData("^? [a]\n: b\n", "key is not a text")]
    [InlineData("a: ^!!binary aGk=\n", "tag `!!binary`")]
    [InlineData("a: ^!Ref x\n", "tag `!Ref`")]
    [InlineData("^%TAG ! tag:x\n---\na: b\n", "directive")]
    [InlineData("^%YAML 1.2\na: b\n", "no document follows")]
    [InlineData("a: {b:^[1]}\n", "no blank follows the colon")]
    public void Malformed_streams_are_refused_where_the_fault_is(string marked, string reason)
    {
        var offset = Encoding.UTF8.GetByteCount(marked[..marked.IndexOf('^', StringComparison.Ordinal)]);
        var file = Encoding.UTF8.GetBytes(marked.Remove(marked.IndexOf('^', StringComparison.Ordinal), 1));
        using var yaml = RenderedYaml.Read(file, new RenderedYamlLimits { RequiresObjects = reason.Contains("tag `", StringComparison.Ordinal) });

        Assert.NotEmpty(yaml.Errors);
        Assert.Contains(reason, yaml.Errors[0].Message, StringComparison.Ordinal);
        Assert.Equal(offset, yaml.Errors[0].Offset);
        Assert.EndsWith(".", yaml.Errors[0].Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: b\nc:\n- d\n- e: f\n  g: h\n")]
    [InlineData("a: &x\n  b: c\nd:\n  <<: *x\ne: *x\n")]
    [InlineData("? a\n: b\n? c\n")]
    [InlineData("%YAML 1.2\n---\na: b\n...\n---\nc: d\n")]
    [InlineData("a: \"x\\\n  y\\u00e9\\x41\\0\\/\"\nb: 'it''s\n\n  so'\n")]
    [InlineData("a: |2-\n    x\n   y\nb: >+\n  c\n\n  d\n\ne: 1\n")]
    [InlineData("a: {b: [1, {c: d}, 'e', \"f\": g], h, i: }\n")]
    [InlineData("{\"a\":{\"b\":[1,2,\"c\"],\"d\":null},\n\"e\":\"f\"}\n")]
    [InlineData("a: !!str 1\nb: !!map {}\nc: !!seq []\n")]
    [InlineData("a: x#y\nb: x:y\nc: 'a: b' # d: e\nd: http://h:80/p?q=#f\n")]
    [InlineData("a: one\n  two\n  three # end\nb: -x\nc: ?y\n")]
    [InlineData("\uFEFFa: b\r\nc:\r\n  - d\r\n  - |\r\n    e\r\n    f\r\n")]
    [InlineData("# only\n---\n# a comment\n---\na: b\n---\n")]
    [InlineData("a: [\n  b,\n  c\n]\nd: {\n  e: f\n}\n")]
    [InlineData("a:\n  - - b\n    - c\n  -\n    d: e\n  -\nf: ~\n")]
    [InlineData("ключ: значение\n\"日本\": 語\nemoji: 🚀\n")]
    [InlineData("a:   \n\n  # comment\n  b: c\n# end")]
    public void Legal_streams_have_the_values_YamlDotNet_sees(string text)
    {
        var file = Encoding.UTF8.GetBytes(text);
        using var yaml = RenderedYaml.Read(file, RenderedOutline.AnyYaml);

        Assert.Empty(yaml.Errors);
        Assert.Equal(YamlOutline.Theirs(file), RenderedOutline.Of(yaml));
    }

    [Fact]
    public void A_stream_without_content_has_no_document_and_a_marker_alone_has_an_empty_one()
    {
        foreach (var (text, documents) in new[] { ("", 0), ("\n \n", 0), ("# c", 0), ("\uFEFF", 0), ("---", 1), ("---\n---\n", 2), ("--- # c\n...\n", 1), ("...\n", 0) })
        {
            using var yaml = RenderedYaml.Read(Encoding.UTF8.GetBytes(text), RenderedYamlLimits.Default);
            Assert.Empty(yaml.Errors);
            Assert.Equal(documents, yaml.DocumentCount);
        }
    }

    [Fact]
    public void Each_damaged_document_has_one_fault_and_the_others_are_read()
    {
        var file = "apiVersion: v1\nkind: A\n---\na: [\n---\napiVersion: v1\nkind: B\n---\nb: c: d\nx: y: z\n---\napiVersion: v1\nkind: C\n"u8.ToArray();
        using var yaml = RenderedYaml.Read(file, RenderedYamlLimits.Default);

        Assert.Equal([1, 3], yaml.Errors.Select(e => e.Document));
        Assert.Equal(["A", "B", "C"], ManifestSplit.Parts(yaml).Select(p => p.Kind));
    }

    [Theory]
    [InlineData("kind: A\n", "no `apiVersion`")]
    [InlineData("apiVersion: v1\n", "no `kind`")]
    [InlineData("apiVersion: 1\nkind: A\n", "`apiVersion` is not text")]
    [InlineData("apiVersion: v1\nkind:\n", "`kind` is not text")]
    [InlineData("apiVersion: v1\nkind: ''\n", "`kind` is not text")]
    [InlineData("apiVersion: v1\nkind: [A]\n", "`kind` is not text")]
    [InlineData("- a\n", "not a mapping")]
    [InlineData("text\n", "not a mapping")]
    [InlineData("apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n", "no `kind`")]
    [InlineData("apiVersion: v1\nkind: List\nitems:\n- text\n", "not a mapping")]
    public void A_document_that_is_no_object_is_refused_when_objects_are_asked_for(string text, string reason)
    {
        using var objects = RenderedYaml.Read(Encoding.UTF8.GetBytes(text), RenderedYamlLimits.Default);
        Assert.Contains(reason, Assert.Single(objects.Errors).Message, StringComparison.Ordinal);

        using var any = RenderedYaml.Read(Encoding.UTF8.GetBytes(text), RenderedOutline.AnyYaml);
        Assert.Empty(any.Errors);
    }

    [Fact]
    public void Nodes_know_their_bytes()
    {
        var file = "a: 'x y'\nlist:\n  - b: &n 1\n    \"c\": *n\n"u8.ToArray();
        using var yaml = RenderedYaml.Read(file, RenderedOutline.AnyYaml);
        var root = yaml.Document(0).Root;
        var a = yaml.Child(root, "a"u8);
        var item = yaml.FirstChild(yaml.Child(root, "list"u8));
        var c = yaml.Child(item, "c"u8);

        Assert.Equal(new ByteSpan(4, 3), yaml.Span(a));
        Assert.Equal(ScalarStyle.SingleQuoted, yaml.Style(a));
        Assert.Equal(ScalarStyle.Alias, yaml.Style(c));
        Assert.Equal("1", yaml.ValueText(c));
        Assert.Equal(yaml.Child(item, "b"u8), yaml.Resolve(c));
        Assert.Equal("c", yaml.KeyText(c));
        Assert.Equal(-1, yaml.NextSibling(c));
        Assert.Equal(item, yaml.Parent(c));
        Assert.Equal(-1, yaml.Child(item, "d"u8));
    }

    [Theory]
    [InlineData("yes", false)]
    [InlineData("12", false)]
    [InlineData("1.5", false)]
    [InlineData("0x1F", false)]
    [InlineData("null", false)]
    [InlineData("~", false)]
    [InlineData("'12'", true)]
    [InlineData("v1", true)]
    [InlineData("nginx", true)]
    [InlineData("|\n  12", true)]
    public void Text_is_told_from_numbers_booleans_and_nulls(string value, bool isText)
    {
        using var yaml = RenderedYaml.Read(Encoding.UTF8.GetBytes($"a: {value}\n"), RenderedOutline.AnyYaml);
        Assert.Equal(isText, yaml.IsText(yaml.Child(0, "a"u8)));
    }
}
