using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PipelineKit.Canary;
using PipelineKit.CanaryVerify;
using PipelineKit.Testing;
using PipelineKit.Tests.Policy;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify;

/// <summary>The published schema and the reader know the same keys and words.</summary>
public sealed class CanarySchemaTests
{
    private const string Unheard = "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz";

    // What the reader refuses, and a schema can too.
    private static readonly string[] Refused =
    [
        "metricz: []\n",
        "alpha: 1 %\n",
        "step: 1 minute\n",
        "scope: { baseline: [a] }\n",
        "slo: { period: 30d }\n",
        "slo: { objective: 99%, tiers: fast }\n",
        "slo: { objective: 99%, tiers: [{ long: 1h }] }\n",
        "metrics: [http-error]\n",
        "metrics: [{ preset: http-error }]\n",
        "metrics: [{ name: m, query: 'x{ {{ scope.matcher }} }' }]\n",
        "metrics: [{ name: m, kind: error, query: 'x{ {{ scope.matcher }} }' }]\n",
        "metrics: [{ preset: http-errors, data: { missing: allow } }]\n",
        "metrics: [{ preset: http-errors, critical: 'yes' }]\n",
        "metrics: [{ name: m, kind: condition, query: 'x{ {{ scope.matcher }} }', conditions: { count: 1 } }]\n",
        "metrics: [{ name: m, kind: kayenta, query: 'x{ {{ scope.matcher }} }', kayenta: { effect: cohen } }]\n",
        "kayenta: { group-weights: { a: much } }\n",
        "argo: { args: {} }\n",
    ];

    private static string SchemaPath => Path.Combine(Peer.RepositoryRoot, "docs", "reference", "canary.schema.json");

    [Theory]
    [InlineData("properties.canary", "{0}: 1\n")]
    [InlineData("definitions.scope", "scope: {{ {0}: 1 }}\n")]
    [InlineData("definitions.slo", "slo: {{ objective: 99%, {0}: 1 }}\n")]
    [InlineData("definitions.tier", "slo: {{ objective: 99%, tiers: [ {{ long: 1h, factor: 2, {0}: 1 }} ] }}\n")]
    [InlineData("definitions.metric.anyOf.1", "metrics: [ {{ preset: http-errors, {0}: 1 }} ]\n")]
    [InlineData("definitions.data", "metrics: [ {{ preset: http-errors, data: {{ {0}: 1 }} }} ]\n")]
    [InlineData("definitions.conditions", "metrics: [ {{ name: m, kind: condition, query: 'x{{{{ {{{{ scope.matcher }}}} }}}}', conditions: {{ {0}: 1 }} }} ]\n")]
    [InlineData("definitions.kayenta-metric", "metrics: [ {{ name: m, kind: kayenta, query: 'x{{{{ {{{{ scope.matcher }}}} }}}}', kayenta: {{ {0}: 1 }} }} ]\n")]
    [InlineData("definitions.kayenta-scoring", "kayenta: {{ {0}: 1 }}\n")]
    [InlineData("definitions.argo", "argo: {{ {0}: 1 }}\n")]
    public void The_reader_knows_the_keys_of_the_schema(string place, string body)
    {
        var keys = At(place)["properties"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal);
        var problem = CanarySample.Problems(string.Format(CultureInfo.InvariantCulture, body, Unheard)).Single(p => p.Contains(Unheard, StringComparison.Ordinal));

        Assert.Equal(keys, problem.Split("Known here:")[1].Split('`').Where((_, i) => i % 2 == 1));
    }

    [Fact]
    public void Presets_are_those_of_the_schema()
    {
        Assert.Equal(MetricPresets.Names, Words("definitions.metric.anyOf.0"));
        Assert.Equal(MetricPresets.Names, Words("definitions.metric.anyOf.1.properties.preset"));
    }

    [Fact]
    public void What_the_reader_takes_the_schema_takes() => Assert.Empty(PolicyDocument.Violations("canary", CanarySample.Full));

    [Fact]
    public void What_the_reader_refuses_the_schema_refuses()
    {
        Assert.All(Refused, body => Assert.NotEmpty(CanarySample.Problems(body)));
        Assert.All(Refused, body => Assert.NotEmpty(PolicyDocument.Violations("canary", CanarySample.Text(body))));
    }

    [Fact]
    public void The_samples_of_the_documentation_are_read_and_fit_the_schema()
    {
        using var folder = new TempFolder();
        folder.Write("kayenta/shop.json", """{"metrics":[{"name":"a","groups":["latency"],"query":{"metricName":"x"}}]}""");
        folder.Write(
            "deploy/analysis.yaml",
            "kind: AnalysisTemplate\nspec:\n  args: [ { name: service-name } ]\n  metrics:\n    - { name: ok, successCondition: 'result > 0', provider: { prometheus: { query: 'x{service=\"{{args.service-name}}\"}' } } }\n");
        var samples = Samples().ToList();

        Assert.True(samples.Count >= 4, $"{samples.Count} samples");
        Assert.All(samples, sample =>
        {
            Assert.NotNull(CanarySample.ReadText(sample, folder.Path, sample.Contains("| where ", StringComparison.Ordinal) ? SourceDialect.Kusto : SourceDialect.Prometheus));
            Assert.Empty(PolicyDocument.Violations("canary", sample));
        });
    }

    [SkippableFact]
    public async Task An_independent_validator_reads_the_schema_the_same()
    {
        using var folder = new TempFolder();
        _ = Peer.NodeModule("ajv/package.json");
        var texts = Refused.Select(CanarySample.Text).Prepend(CanarySample.Full);
        var samples = folder.Write("samples.json", new JsonArray([.. texts.Select(PolicyDocument.ToJson)]).ToJsonString());

        var child = (await new Child(Peer.Program("node"), Path.Combine(Peer.RepositoryRoot, "tests", "peers", "ajv.js"), SchemaPath, samples).RunAsync()).Expect(0);

        using var answers = JsonDocument.Parse(child.Output);
        Assert.Equal(Refused.Select(_ => JsonValueKind.String).Prepend(JsonValueKind.Null), answers.RootElement.EnumerateArray().Select(a => a.ValueKind));
    }

    private static IEnumerable<string> Samples() =>
        File.ReadAllText(Path.Combine(Peer.RepositoryRoot, "docs", "canary-verify.md")).Split("```yaml\n").Skip(1).Select(s => s.Split("```")[0]).Where(s => s.StartsWith("canary:", StringComparison.Ordinal));

    private static IEnumerable<string> Words(string place) => At(place)["enum"]!.AsArray().Select(w => w!.GetValue<string>());

    private static JsonNode At(string place) =>
        place.Split('.').Aggregate(JsonNode.Parse(File.ReadAllText(SchemaPath))!, (at, name) => (int.TryParse(name, out var index) ? at[index] : at[name])!);
}
