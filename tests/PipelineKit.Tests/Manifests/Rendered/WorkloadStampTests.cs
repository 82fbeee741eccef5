using System.Text;
using PipelineKit.Manifests.Rendered;
using PipelineKit.Tests.Manifests.Yaml;
using Xunit;

namespace PipelineKit.Tests.Manifests.Rendered;

public sealed class WorkloadStampTests
{
    private const string Spec = "spec:\n  template:\n    metadata:\n      labels:\n        app: a\n    spec:\n      containers:\n      - name: c\n";
    private const string Head = "apiVersion: apps/v1\nkind: Deployment\n";

    private static readonly StampPlan Plan = new(
    [
        Stamp.Annotation("example.com/commit", "0123abc"),
        Stamp.Annotation("example.com/run", "https://ci.example.com/1?a=b#c") with { OnPodTemplate = true },
    ]);

    private static string Apply(string text, StampPlan plan)
    {
        using var yaml = RenderedYaml.Read(Encoding.UTF8.GetBytes(text), RenderedYamlLimits.Default);
        Assert.Empty(yaml.Errors);
        var result = WorkloadStamp.Apply(yaml, plan);
        Assert.Empty(result.Untouched);
        return Encoding.UTF8.GetString(result.Bytes.Span);
    }

    [Fact]
    public void Annotations_are_put_after_the_name_and_into_the_pod_template()
    {
        var stamped = Apply(Head + "metadata:\n  name: a # the name\n  labels: {}\n" + Spec, Plan);
        Assert.Equal(
            Head + "metadata:\n  name: a # the name\n  annotations:\n    example.com/commit: 0123abc\n    example.com/run: \"https://ci.example.com/1?a=b#c\"\n  labels: {}\n"
            + "spec:\n  template:\n    metadata:\n      annotations:\n        example.com/run: \"https://ci.example.com/1?a=b#c\"\n      labels:\n        app: a\n    spec:\n      containers:\n      - name: c\n",
            stamped);
    }

    public static TheoryData<string> Shapes => new()
    {
        Head + "metadata:\n  name: a\n" + Spec,
        Head + "metadata:\n    name: a\n    annotations:\n        other: x\n" + Spec,
        Head + "metadata:\n  name: a\n  annotations:\n" + Spec,
        Head + "metadata:\n  name: a\n  annotations: {}\n" + Spec,
        Head + "metadata:\n  name: a\n  annotations: ~\n" + Spec,
        Head + "metadata:\n  name: a\n  annotations: {other: x}\n" + Spec,
        Head + "metadata: {name: a}\n" + Spec,
        Head + "metadata: {}\n" + Spec,
        Head + "metadata:\n" + Spec,
        Head + Spec,
        Head + "metadata:\n  annotations:\n    example.com/commit: old\n    \"example.com/run\": 'x'\n  name: a\n" + Spec,
        Head + "metadata:\n  annotations:\n    example.com/commit:\n    z: 1\n  name: a\n" + Spec,
        Head + "metadata:\n  ? annotations\n  : example.com/commit: \"old\"\n" + Spec,
        "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"a\"},\"spec\":{\"template\":{\"spec\":{\"containers\":[]}}}}\n",
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: a\n  spec: {containers: []}\n- kind: Pod\n  apiVersion: v1\n  spec: {containers: []}\n",
        "apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: a\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers: []",
        "apiVersion: v1\nkind: PodTemplate\nmetadata:\n  name: a\ntemplate:\n  spec:\n    containers: []\n",
        (Head + "metadata:\n  name: a\n" + Spec).Replace("\n", "\r\n", StringComparison.Ordinal),
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_shape_of_metadata_gets_the_annotations_and_nothing_else_changes(string text)
    {
        var stamped = Apply(text, Plan);

        Assert.NotEqual(text, stamped);
        Assert.Equal(stamped, Apply(stamped, Plan));
        var (before, after) = (Lines(text), Lines(stamped));
        Assert.Contains(after, l => l.EndsWith("annotations.example.com/commit = 0123abc", StringComparison.Ordinal));
        Assert.Contains(after, l => l.EndsWith("annotations.example.com/run = https://ci.example.com/1?a=b#c", StringComparison.Ordinal));
        Assert.Empty(before.Where(l => !IsStamp(l)).Except(after, StringComparer.Ordinal));
        Assert.Empty(after.Where(l => !IsStamp(l)).Except(before, StringComparer.Ordinal));
        Assert.Equal(text.Contains('\r', StringComparison.Ordinal), stamped.Contains('\r', StringComparison.Ordinal));
        Assert.DoesNotContain("\n", stamped.Replace("\r\n", "", StringComparison.Ordinal)[..(text.Contains('\r', StringComparison.Ordinal) ? ^0 : 0)], StringComparison.Ordinal);
    }

    // As an independent reader sees it.
    private static string[] Lines(string text) => YamlOutline.Theirs(Encoding.UTF8.GetBytes(text))!.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsStamp(string line) =>
        line.Contains("example.com/", StringComparison.Ordinal) || line.Contains("metadata {}", StringComparison.Ordinal) || line.Contains("metadata = ", StringComparison.Ordinal)
        || line.Contains("annotations {}", StringComparison.Ordinal) || line.Contains("annotations = ", StringComparison.Ordinal);

    [Fact]
    public void Objects_that_run_nothing_stay_as_they_are_unless_the_caller_says_otherwise()
    {
        const string text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n---\napiVersion: example.com/v1\nkind: Widget\nmetadata:\n  name: b\nspec:\n  image: x\n";
        Assert.Equal(text, Apply(text, Plan));
        Assert.Contains("name: b\n  annotations:\n    example.com/commit", Apply(text, Plan with { AlsoWorkload = document => document == 1 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_can_depend_on_the_document_and_be_left_out()
    {
        var text = Head + "metadata:\n  name: a\n" + Spec + "---\n" + Head + "metadata:\n  name: b\n" + Spec;
        var stamped = Apply(text, new StampPlan([Stamp.Annotation("images", document => document == 0 ? null : "x@sha256:1, y")]));
        Assert.Equal(text.Replace("  name: b\n", "  name: b\n  annotations:\n    images: \"x@sha256:1, y\"\n", StringComparison.Ordinal), stamped);
    }

    [Fact]
    public void Labels_stand_beside_annotations()
    {
        var stamped = Apply(Head + "metadata:\n  name: a\n" + Spec, new StampPlan([Stamp.Annotation("a", "x"), Stamp.Label("b", "y") with { OnPodTemplate = true }]));
        Assert.Contains("  name: a\n  annotations:\n    a: x\n  labels:\n    b: \"y\"\n", stamped, StringComparison.Ordinal);
        Assert.Contains("      labels:\n        b: \"y\"\n        app: a\n", stamped, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: b\nc: d")]
    [InlineData("\r\n\t\u0007\u2028\uFEFF")]
    [InlineData("\"'\\ # {{ }} %")]
    [InlineData("null")]
    [InlineData("12")]
    [InlineData("")]
    [InlineData("日本 🚀")]
    public void Any_text_arrives_as_it_is(string value)
    {
        foreach (var metadata in new[] { "metadata:\n  name: a\n", "metadata: {name: a}\n", "metadata:\n  annotations:\n    k: old\n" })
        {
            var stamped = Apply(Head + metadata + Spec, new StampPlan([Stamp.Annotation("k", value)]));
            using var yaml = RenderedYaml.Read(Encoding.UTF8.GetBytes(stamped), RenderedYamlLimits.Default);
            Assert.Empty(yaml.Errors);
            var node = yaml.Child(yaml.Child(yaml.Child(yaml.Document(0).Root, "metadata"u8), "annotations"u8), "k"u8);
            Assert.Equal(value, yaml.ValueText(node));
            Assert.True(yaml.IsText(node));
        }
    }

    [Theory]
    [InlineData("metadata: *m\n", true)]
    [InlineData("metadata:\n  annotations:\n    example.com/commit: |\n      x\n", false)]
    public void What_cannot_be_edited_is_told(string metadata, bool alias)
    {
        var text = "apiVersion: apps/v1\nkind: Deployment\n" + (alias ? "x: &m {name: a}\n" : "") + metadata + Spec;
        using var yaml = RenderedYaml.Read(Encoding.UTF8.GetBytes(text), RenderedYamlLimits.Default);
        Assert.NotEmpty(WorkloadStamp.Apply(yaml, Plan).Untouched);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("-a")]
    [InlineData("Example.com/a")]
    [InlineData("a/b/c")]
    [InlineData("a\nb")]
    public void A_key_that_Kubernetes_does_not_take_is_refused(string key) => Assert.Throws<ArgumentException>(() => Stamp.Annotation(key, "x"));

    [Fact]
    public void A_label_value_that_Kubernetes_does_not_take_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Stamp.Label("a", new string('x', 64)));
        Assert.Throws<ArgumentException>(() => Stamp.Label("a", "https://x"));
        Assert.Equal("a", Stamp.Label("a", "").Key);
    }

    [Fact]
    public void Streams_that_differ_in_named_annotations_only_are_the_same()
    {
        var text = Head + "metadata:\n  name: a\n" + Spec;
        var first = Encoding.UTF8.GetBytes(Apply(text, new StampPlan([Stamp.Annotation("commit", "abc"), Stamp.Annotation("digest", "d")])));
        var second = Encoding.UTF8.GetBytes(Apply(text, new StampPlan([Stamp.Annotation("commit", "0 1"), Stamp.Annotation("digest", "d")])));
        var third = Encoding.UTF8.GetBytes(Apply(text, new StampPlan([Stamp.Annotation("commit", "abc"), Stamp.Annotation("digest", "e")])));

        Assert.True(StampCompare.SameExcept(first, second, ["commit"]));
        Assert.True(StampCompare.SameExcept(first, first, []));
        Assert.False(StampCompare.SameExcept(first, second, ["digest"]));
        Assert.False(StampCompare.SameExcept(first, third, ["commit"]));
        Assert.False(StampCompare.SameExcept(first, Encoding.UTF8.GetBytes(text), ["commit"]));
        Assert.False(StampCompare.SameExcept("a: [\n"u8.ToArray(), "a: {\n"u8.ToArray(), ["commit"]));
    }
}
