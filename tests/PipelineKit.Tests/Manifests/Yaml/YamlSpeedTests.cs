using System.Text;
using PipelineKit.Manifests;
using PipelineKit.Tests.Yaml;
using Xunit;

namespace PipelineKit.Tests.Manifests.Yaml;

/// <summary>
/// Time limits are generous for slow machines; what is quadratic misses them by orders of magnitude. Processor time, as other programs on the machine are
/// not the reader's fault; no other test runs beside these.
/// </summary>
[Collection(TimedTests.Name)]
public sealed class YamlSpeedTests
{
    private const int Size = 300_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData("- ")]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("{{")]
    [InlineData("{{ ")]
    [InlineData("? ")]
    [InlineData("\"")]
    [InlineData("'")]
    [InlineData("'' ")]
    [InlineData("\\\"")]
    [InlineData("!a ")]
    [InlineData("&a ")]
    [InlineData("a: ")]
    [InlineData("[a,")]
    [InlineData("{a: ")]
    [InlineData(",")]
    [InlineData("a,,,")]
    [InlineData("# ")]
    [InlineData("x")]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\"\n")]
    [InlineData("a: \"x\n")]
    [InlineData("a: 'x' y\n")]
    [InlineData("a: [\n")]
    [InlineData("a: {{\n")]
    [InlineData("- {{ x }}\n")]
    [InlineData("{{ x }}\n")]
    [InlineData("{{ x\n")]
    [InlineData("a: |\n b\n{{ x }}\n")]
    [InlineData("a: |\n b\n{{ x\n")]
    [InlineData("a:\n b: |\n  x\n{{ x }}\nc: d\n")]
    [InlineData("---\n")]
    [InlineData("a\n")]
    [InlineData("a:\n  b\n c: d\n")]
    [InlineData("a: x\n   y: z\n")]
    [InlineData("x': '\n")]
    [InlineData("- a\n - b\n")]
    [InlineData("a: b # c\n\n")]
    [InlineData("a:\n\n\n\n\n")]
    [InlineData("|\n")]
    [InlineData("[\"a\":b],\n")]
    [InlineData("%\n")]
    [InlineData("*a : b\n")]
    public void A_long_run_of_one_pattern_takes_linear_time(string pattern)
    {
        var file = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(pattern, Size / pattern.Length)));
        var (took, documents) = Read(file);
        Assert.True(took < Limit, $"{took} for {documents} documents");
    }

    [Fact]
    public void Two_megabytes_of_manifests_are_read_in_a_tenth_of_a_second()
    {
        var file = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 3_500).Select(Manifest)));
        Assert.InRange(file.Length, 1_900_000, 2_600_000);
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var (took, documents) = Read(file);
            Assert.Equal(3_500, documents);
            best = took < best ? took : best;
        }

        // Without optimisation (a Debug build) this is several times slower than what ships.
        Assert.True(best < TimeSpan.FromSeconds(0.5), best.ToString());
    }

    [Fact]
    public void A_line_of_more_than_64_kibibytes_is_a_line_like_any_other()
    {
        var long1 = new string('x', 100_000);
        var root = Assert.Single(YamlReader.Read(Encoding.UTF8.GetBytes($"a: {long1}\nb: \"{long1}\" # c\nc: [{long1}, nginx:1.2]\n")));
        Assert.Equal(100_000, root["a"]!.Span.Length);
        Assert.Equal(100_000, root["b"]!.Span.Length);
        Assert.Equal("nginx:1.2", root["c"]!.Items[1].Text);
    }

    private static (TimeSpan Took, int Documents) Read(byte[] file)
    {
        var before = Environment.CpuUsage.TotalTime;
        var documents = YamlReader.Read(file).Count;
        return (Environment.CpuUsage.TotalTime - before, documents);
    }

    private static string Manifest(int i) =>
        $"""
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: app-{i} # the name
          labels: {"{app: \"app\", tier: 'web'}"}
        spec:
          replicas: 3
          template:
            spec:
              containers:
              - name: web
                image: "registry.example.com/team/app-{i}:1.2.{i}"
                args: [--a, --b=c, "--d"]
                env:
                - name: TEXT
                  value: |-
                    first line of a text
                    second line of a text
                resources:
                  limits:
                    cpu: 100m
                    memory: 128Mi
              - name: side
                image: nginx:1.25 # pinned some day


        """;
}
