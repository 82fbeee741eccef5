using System.Text;
using PipelineKit.Manifests;
using Xunit;

namespace PipelineKit.Tests.Manifests.Yaml;

public sealed class YamlReaderTests
{
    [Theory]
    [InlineData("a: b # c\n", "# c")]
    [InlineData("a: \"b\" # c\r\n", "# c")]
    [InlineData("a: 'b'# c\n", null)]
    [InlineData("a: b#c\n", null)]
    [InlineData("a: # c\n", "# c")]
    [InlineData("a: {a: b} # c\n", null)]
    [InlineData("a: b\n# c\n", null)]
    [InlineData("a: &x b #c", "#c")]
    [InlineData("a: b\n   d # c\n", "# c")]
    public void A_scalar_has_the_comment_of_the_line_it_ends_on(string yaml, string? comment)
    {
        var found = Root(yaml)["a"]!.Comment;
        Assert.Equal(comment, found is { } span ? yaml.Substring(span.Start, span.Length) : null);
    }

    [Theory]
    [InlineData("a: {c, image: bb} # x")]
    [InlineData("a: {\n  image: bb, # x\n  c}")]
    [InlineData("a: {c: [{image: bb}]} # x")]
    public void A_scalar_in_brackets_has_the_comment_behind_them(string yaml)
    {
        var node = Root(yaml)["a"]!;
        var image = node["image"] ?? node["c"]!.Items[0]["image"]!;
        Assert.Equal("# x", yaml.Substring(image.Comment!.Value.Start, image.Comment.Value.Length));
    }

    [Theory]
    [InlineData("a: b c\n", "b c", ScalarStyle.Plain, true)]
    [InlineData("a: \"b c\"\n", "b c", ScalarStyle.DoubleQuoted, true)]
    [InlineData("a: 'b c'\n", "b c", ScalarStyle.SingleQuoted, true)]
    [InlineData("a: \"b\\tc\"\n", "b\tc", ScalarStyle.DoubleQuoted, false)]
    [InlineData("a: 'b''c'\n", "b'c", ScalarStyle.SingleQuoted, false)]
    [InlineData("a: b\n  c\n", "b c", ScalarStyle.Plain, false)]
    [InlineData("a: >-\n  b c\n", "b c", ScalarStyle.Block, true)]
    [InlineData("a: |\n  b c\n", "b c\n", ScalarStyle.Block, false)]
    [InlineData("a: !!str &x b\n", "b", ScalarStyle.Plain, true)]
    [InlineData("a: *x\n", "x", ScalarStyle.Alias, false)]
    [InlineData("a:\n", "", ScalarStyle.Missing, false)]
    [InlineData("a: {{ .Values.x | quote }}\n", "{{ .Values.x | quote }}", ScalarStyle.Plain, true)]
    [InlineData("a: nginx:{{ .Values.tag }} # c\n", "nginx:{{ .Values.tag }}", ScalarStyle.Plain, true)]
    [InlineData("a: {{ printf \"%s # %s\" a b }}\n", "{{ printf \"%s # %s\" a b }}", ScalarStyle.Plain, true)]
    [InlineData("a: \"{{ include \"x\" . }}:1\"\n", "{{ include \"x\" . }}:1", ScalarStyle.DoubleQuoted, true)]
    [InlineData("a: [{{ .x }}, {{ .y }}]\n", "", ScalarStyle.Missing, false)]
    public void A_scalar_knows_how_it_is_written(string yaml, string text, ScalarStyle style, bool isVerbatim)
    {
        var node = Root(yaml)["a"]!;
        Assert.Equal((text, style, isVerbatim), (node.Text, node.Style, node.IsVerbatim));
    }

    [Fact]
    public void The_place_of_a_missing_value_is_right_behind_its_colon()
    {
        var root = Root("tag:   # none\nx: {tag: , y: }\n");
        Assert.Equal(new ByteSpan(4, 0), root["tag"]!.Span);
        Assert.Equal(new ByteSpan(22, 0), root["x"]!["tag"]!.Span);
    }

    [Fact]
    public void Anchors_are_known_by_name()
    {
        var root = Root("a: &x b\nc: &m\n  d: e\nf:\n- &i g\n");
        Assert.Equal("x", root["a"]!.Anchor);
        Assert.Equal("m", root["c"]!.Anchor);
        Assert.Equal("i", root["f"]!.Items[0].Anchor);
    }

    [Fact]
    public void Lines_of_templates_are_transparent()
    {
        const string Chart = """
            {{- if .Values.enabled }}
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              labels:
                {{- include "x.labels" . | nindent 4 }}
            spec:
              {{- with .Values.x }}
              x:
                {{- toYaml . | nindent 8 }}
              {{- end }}
              template:
                spec:
                  {{- /*
                  A comment: of
                  - several lines
                  */ -}}
                  containers:
                    - name: a
                      image: busybox:1.36
                      args: {{ .Values.args }}
            {{- if .Values.y }}
                    - name: b
                      image: {{ .Values.image }}:1 # c
                      command:
                      {{- range .Values.command }}
                      - {{ . | quote }}
                      {{- end }}
            {{- end }}
                  {{- with .Values.nodeSelector }}
                  nodeSelector:
            {{ toYaml . | indent 8 }}
                  {{- end }}
                  volumes: []
            {{- end }}
            """;
        var root = Root(Chart);
        Assert.Equal("apiVersion, kind, metadata, spec", string.Join(", ", root.Entries.Select(e => e.Key)));
        var pod = root["spec"]!["template"]!["spec"]!;
        Assert.Equal("containers, nodeSelector, volumes", string.Join(", ", pod.Entries.Select(e => e.Key)));
        Assert.Equal("busybox:1.36, {{ .Values.image }}:1", string.Join(", ", pod["containers"]!.Items.Select(c => c["image"]!.Text)));
    }

    [Fact]
    public void A_template_line_inside_a_block_of_text_does_not_end_it()
    {
        var root = Root("data: |\n  a: 1\n{{- if .x }}\n  b: 2\n{{- end }}\nnext: 3\n");
        Assert.Equal("data, next", string.Join(", ", root.Entries.Select(e => e.Key)));
    }

    [Fact]
    public void What_templates_indent_otherwise_still_belongs_where_it_stands()
    {
        var root = Root("template:\n  {{- with .x }}\n    metadata:\n      a: 1\n  {{- end }}\n  spec:\n    image: nginx\n");
        Assert.Equal("nginx", root["template"]!["spec"]!["image"]!.Text);
        Assert.Equal("1", root["template"]!["metadata"]!["a"]!.Text);
    }

    [Theory]
    [InlineData("a: \"no end\nimage: x\n")]
    [InlineData("a: [no, end\nimage: x\n")]
    [InlineData("a: {no: end\nimage: x\n")]
    [InlineData("a: b: c\nimage: x\n")]
    [InlineData("garbage\nimage: x\n")]
    [InlineData("a: 'x' y\nimage: x\n")]
    [InlineData("\ta: b\nimage: x\n")]
    [InlineData("a: b\n    c\n  d: e\nimage: x\n")]
    [InlineData("@x\n`y`\nimage: x\n")]
    [InlineData("a:\n- b\n  - c\nimage: x\n")]
    [InlineData("<<<<<<< HEAD\na: 1\n=======\nimage: x\n>>>>>>> other\n")]
    public void Damage_stays_where_it_is(string yaml) => Assert.Equal("x", Root(yaml)["image"]?.Text);

    [Fact]
    public void What_is_nested_too_deep_is_one_opaque_scalar()
    {
        var node = Root(string.Concat(Enumerable.Repeat("- ", 500)) + "x\n");
        var depth = 0;
        for (; node.Kind == YamlKind.Sequence; depth++)
        {
            node = Assert.Single(node.Items);
        }

        Assert.Equal(YamlReader.MaximumDepth, depth);
        Assert.False(node.IsVerbatim);
    }

    [Fact]
    public void Lone_carriage_returns_end_lines() => Assert.Equal("d", Root("a: b\rc: d\r")["c"]!.Text);

    private static YamlNode Root(string yaml) => Assert.Single(YamlReader.Read(Encoding.UTF8.GetBytes(yaml)));
}
