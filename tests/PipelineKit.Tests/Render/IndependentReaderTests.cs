using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Render;
using PipelineKit.Testing;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace PipelineKit.Tests.Render;

/// <summary>The sample application of the demo, rendered, and read by YAML readers that are not ours; and what is refused of it.</summary>
public sealed class IndependentReaderTests
{
    private const string Environments = "dev,staging,production";

    private static readonly (string Image, int Digest)[] Locked =
        [("docker.io/library/nginx:1.29", 1), ("docker.io/library/postgres:17", 2), ("ghcr.io/example/shop:1.4.2", 3), ("quay.io/prometheus/prometheus:v3.5.0", 4)];

    [Theory]
    [InlineData("dev", 6)]
    [InlineData("staging", 7)]
    [InlineData("production", 7)]
    public async Task YamlDotNet_reads_every_manifest_and_every_image_is_the_one_of_the_lock(string environment, int count)
    {
        using var world = await RenderedAsync();

        var documents = Directory.EnumerateFiles(Path.Combine(world.Folder.Path, "rendered", environment), "*.yaml").SelectMany(f => Read(File.ReadAllText(f))).ToArray();

        Assert.Equal(count, documents.Length);
        Assert.Equal(Pinned(), ImagesOf(documents));
        Assert.Equal(environment != "dev", documents.Any(d => Text(d, "kind") == "Ingress"));
    }

    [SkippableTheory]
    [InlineData("dev", 6)]
    [InlineData("staging", 7)]
    [InlineData("production", 7)]
    public async Task Kustomize_reads_every_manifest_and_every_image_is_the_one_of_the_lock(string environment, int count)
    {
        var kubectl = Peer.Program("kubectl");
        using var world = await RenderedAsync();
        var folder = Path.Combine(world.Folder.Path, "rendered", environment);
        var files = Directory.EnumerateFiles(folder, "*.yaml").Select(Path.GetFileName).Order(StringComparer.Ordinal);
        world.Write($"rendered/{environment}/kustomization.yaml", "resources:\n" + string.Concat(files.Select(f => $"- {f}\n")));

        var run = await new Child(kubectl, "kustomize", folder) { WorkingDirectory = world.Folder.Path }.RunAsync();

        run.Expect(0);
        var documents = Read(run.Output);
        Assert.Equal(count, documents.Count);
        Assert.Equal(Pinned(), ImagesOf(documents));
    }

    [Fact]
    public async Task Text_of_values_comes_out_of_an_independent_reader_as_it_went_in()
    {
        using var world = await RenderedAsync();
        var documents = Read(world.Folder.Read("rendered/dev/shop.yaml"));

        var settings = Read(Text(documents.Single(d => Text(d, "kind") == "ConfigMap"), "data", "settings.yaml"));

        Assert.Equal("Welcome to the shop.\nEverything you see was pinned.\n", Text(settings[0], "banner"));
        Assert.Equal(":8080", Text(settings[0], "listen"));
    }

    [Theory]
    [InlineData("no line end")]
    [InlineData("one line end\n")]
    [InlineData("two\nline ends\n\n")]
    [InlineData("an empty line\n\nwithin\n\n\n")]
    [InlineData("  blanks first\n")]
    [InlineData("\n")]
    public async Task Text_is_exact_in_every_way_to_write_it(string text)
    {
        using var world = new RenderWorld().Lock("docker.io/library/nginx:1.29", 1)
            .Write("values.yaml", "text: " + YamlScalar(text) + "\n")
            .Write(
                "templates/all.sbn",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: all }\ndata:\n  block: {{ text | yaml_block }}\n  quoted: {{ text | yaml_quote }}\n  inner: {{ { text: text } | to_yaml | yaml_block }}\n"
                    + "  list:\n    - {{ [{ text: text }] | to_yaml | yaml_block }}\nnested:\n  {{ { text: text } | to_yaml }}\nindented: {{ { text: text } | to_yaml | nindent 2 }}\nlast: {{ text | yaml_block }}\n");

        Assert.Equal(ExitCode.Ok, RenderReport.From(await world.RunAsync(("values", "values.yaml"))).Exit);

        var document = Read(world.Folder.Read("rendered/all.yaml"))[0];
        string[] found =
        [
            Text(document, "data", "block"), Text(document, "data", "quoted"), Text(Read(Text(document, "data", "inner"))[0], "text"),
            Text(Read(Text(document["data"]["list"][0]))[0][0], "text"), Text(document, "nested", "text"), Text(document, "indented", "text"), Text(document, "last"),
        ];
        Assert.All(found, f => Assert.Equal(text, f));
    }

    [Theory]
    [InlineData("jobs[0].image=busybox:1.37", "not-pinned", "deploy/templates/jobs.yaml.sbn", 19, 25)]
    [InlineData("jobs[0].image=docker.io/library/postgres@sha256:00000000000000000000000000000000000000000000000000000000000000ff", "not-in-lock", "deploy/templates/jobs.yaml.sbn", 19, 25)]
    [InlineData("settings.image=nginx:latest", "not-pinned", "deploy/templates/shop.yaml.sbn", 9, 21)]
    public async Task An_image_through_a_value_is_refused_at_the_place_of_the_template(string set, string rule, string file, int line, int column)
    {
        using var world = Sample();

        await AssertRefusedAsync(world, set, (rule, file, line, column));
    }

    [Theory]
    [InlineData("monitoring.yaml.sbn", "{{ image \"quay.io/prometheus/prometheus:v3.5.0\" }}", "quay.io/prometheus/prometheus:v3.5.0", "not-pinned", 7, 10)]
    [InlineData("monitoring.yaml.sbn", "{{ image \"quay.io/prometheus/prometheus:v3.5.0\" }}", "quay.io/prometheus/prometheus:{{ image_tag 'prometheus' }}", "not-pinned", 7, 10)]
    [InlineData("shop.yaml.sbn", "{{ settings | to_yaml | yaml_block }}", "'{\"image\": \"ghcr.io/example/shop:1.4.2\"}'", "not-pinned", 9, 30)]
    public async Task A_tag_written_into_a_template_is_refused_at_its_place(string file, string old, string now, string rule, int line, int column)
    {
        using var world = Sample();
        var path = "deploy/templates/" + file;
        var text = world.Folder.Read(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        world.Write(path, text.Replace(old, now, StringComparison.Ordinal));

        await AssertRefusedAsync(world, "", (rule, path, line, column));
    }

    private static async Task AssertRefusedAsync(RenderWorld world, string set, (string Rule, string File, int Line, int Column) expected)
    {
        var result = await RunAsync(world, set);

        var finding = Assert.Single(result.Findings, f => f.Level == AnnotationLevel.Error);
        Assert.Equal(expected, (finding.Rule.Id, finding.Place.File ?? "", finding.Place.Line ?? 0, finding.Place.Column ?? 0));
        Assert.Equal(ExitCode.GateSaidNo, RenderReport.From(result).Exit);
        Assert.False(Directory.Exists(Path.Combine(world.Folder.Path, "rendered")));
    }

    private static async Task<RenderWorld> RenderedAsync()
    {
        var world = Sample();
        Assert.Equal(ExitCode.Ok, RenderReport.From(await RunAsync(world, "")).Exit);
        return world;
    }

    private static Task<RenderResult> RunAsync(RenderWorld world, string set)
    {
        (string, string)[] inputs =
            [("templates", "deploy/templates"), ("values", "deploy/values.yaml\ndeploy/values.{environment}.yaml?"), ("environment", Environments), ("output", "rendered/{environment}")];
        return world.RunAsync(set.Length > 0 ? [.. inputs, ("set", set)] : inputs);
    }

    private static RenderWorld Sample()
    {
        var world = new RenderWorld();
        var root = Path.Combine(Peer.RepositoryRoot, "src/PipelineKit/Demo/Sample");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(root, "deploy"), "*", SearchOption.AllDirectories))
        {
            world.Write(Path.GetRelativePath(root, file), File.ReadAllText(file));
        }

        foreach (var (image, digest) in Locked)
        {
            world.Lock(image, digest);
        }

        return world;
    }

    private static string[] Pinned() => [.. Locked.Select(l => l.Image[..l.Image.LastIndexOf(':')] + "@" + RenderWorld.DigestOf(l.Digest))];

    private static string YamlScalar(string text) => $"\"{text.Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    private static List<YamlNode> Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(d => d.RootNode)];
    }

    private static string[] ImagesOf(IEnumerable<YamlNode> documents) =>
        [.. documents.SelectMany(d => d.AllNodes.OfType<YamlMappingNode>()).SelectMany(m => m.Children)
            .Where(c => c is { Key: YamlScalarNode { Value: "image" }, Value: YamlScalarNode }).Select(c => ((YamlScalarNode)c.Value).Value!)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string Text(YamlNode node, params string[] path) => ((YamlScalarNode)path.Aggregate(node, (at, name) => at[new YamlScalarNode(name)])).Value!;
}
