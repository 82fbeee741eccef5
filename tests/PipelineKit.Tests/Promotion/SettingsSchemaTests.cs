using System.Text.Json;
using System.Text.Json.Nodes;
using PipelineKit.Testing;
using PipelineKit.Tests.Policy;
using Xunit;

namespace PipelineKit.Tests.Promotion;

/// <summary>The published schema and the reader know the same keys.</summary>
public sealed class SettingsSchemaTests
{
    private const string Unheard = "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz";

    // What the reader refuses, and a schema can too.
    private static readonly string[] Refused =
    [
        "app: shop\n",
        "environments: [ { name: dev, repository: r.example/a } ]\n",
        "app: a/b\nenvironments: [ { name: dev, repository: r.example/a } ]\n",
        SettingsSample.Environment("name: live"),
        SettingsSample.Environment("name: live, repository: r.example/a, tag: a b"),
        SettingsSample.Environment("name: live, repository: r.example/a, repo: x"),
        SettingsSample.Environment("name: live, repository: r.example/a, pull-request: { auto-merge: fast }"),
        SettingsSample.Gates("{ signature: {} }"),
        SettingsSample.Gates("{ signature: { key: k, instance: own } }"),
        SettingsSample.Gates("{ scan: {} }"),
        SettingsSample.Gates("{ soak: 1 day }"),
        SettingsSample.Gates("{ signature: { key: k }, attestations: [{ where: {} }] }"),
        SettingsSample.Gates("{ signature: { key: k }, attestations: [{ type: vsa, where: { /predicate/a: [x] } }] }"),
        SettingsSample.Gates("{ freeze: [{ name: x, cron: 0 0 * * * }] }"),
        SettingsSample.Gates("{ freeze: [{ name: x, duration: 1h }] }"),
        SettingsSample.Gates("{ freeze: [{ name: x, kind: block, cron: 0 0 * * *, duration: 1h }] }"),
        SettingsSample.Gates("{ freeze: [{ name: x, cron: 0 0 * * *, rrule: 'FREQ=DAILY', duration: 1h }] }"),
    ];

    private static string SchemaPath => Path.Combine(Peer.RepositoryRoot, "docs", "reference", "promotion.schema.json");

    [Theory]
    [InlineData("properties.promotion", "{0}: 1\n")]
    [InlineData("properties.promotion.properties.ledger", "app: a\nledger: {{ {0}: 1 }}\n")]
    [InlineData("definitions.environment", "app: a\nenvironments:\n  - {{ name: a, repository: b, {0}: 1 }}\n")]
    [InlineData("definitions.pull-request", "app: a\nenvironments:\n  - {{ name: a, repository: b, pull-request: {{ {0}: 1 }} }}\n")]
    [InlineData("definitions.gates", "app: a\nenvironments:\n  - {{ name: a, repository: b, gates: {{ {0}: 1 }} }}\n")]
    [InlineData("definitions.signature", "app: a\nenvironments:\n  - {{ name: a, repository: b, gates: {{ signature: {{ {0}: 1 }} }} }}\n")]
    [InlineData("definitions.attestation.anyOf.1", "app: a\nenvironments:\n  - {{ name: a, repository: b, gates: {{ attestations: {{ {0}: 1 }} }} }}\n")]
    [InlineData("definitions.scan", "app: a\nenvironments:\n  - {{ name: a, repository: b, gates: {{ scan: {{ {0}: 1 }} }} }}\n")]
    [InlineData("definitions.gates.properties.approvals", "app: a\nenvironments:\n  - {{ name: a, repository: b, gates: {{ approvals: {{ {0}: 1 }} }} }}\n")]
    [InlineData("definitions.window", "app: a\nenvironments:\n  - {{ name: a, repository: b, gates: {{ freeze: {{ {0}: 1 }} }} }}\n")]
    public void The_reader_knows_the_keys_of_the_schema(string place, string body)
    {
        var node = place.Split('.').Aggregate(JsonNode.Parse(File.ReadAllText(SchemaPath))!, (at, name) => (int.TryParse(name, out var index) ? at[index] : at[name])!);
        var keys = node["properties"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal);
        var problem = SettingsSample.Problems(string.Format(System.Globalization.CultureInfo.InvariantCulture, body, Unheard)).Single(p => p.Contains(Unheard, StringComparison.Ordinal));

        Assert.Equal(keys, problem.Split("Known here:")[1].Split('`').Where((_, i) => i % 2 == 1));
    }

    [Fact]
    public void What_the_reader_takes_the_schema_takes() => Assert.Empty(PolicyDocument.Violations("promotion", SettingsSample.Full));

    [Fact]
    public void What_the_reader_refuses_the_schema_refuses()
    {
        Assert.All(Refused, body => Assert.NotEmpty(SettingsSample.Problems(body)));
        Assert.All(Refused, body => Assert.NotEmpty(PolicyDocument.Violations("promotion", SettingsSample.Text(body))));
    }

    [SkippableFact]
    public async Task An_independent_validator_reads_the_schema_the_same()
    {
        using var folder = new TempFolder();
        _ = Peer.NodeModule("ajv/package.json");
        var texts = Refused.Select(SettingsSample.Text).Prepend(SettingsSample.Full);
        var samples = folder.Write("samples.json", new JsonArray([.. texts.Select(PolicyDocument.ToJson)]).ToJsonString());

        var child = (await new Child(Peer.Program("node"), Path.Combine(Peer.RepositoryRoot, "tests", "peers", "ajv.js"), SchemaPath, samples).RunAsync()).Expect(0);

        using var answers = JsonDocument.Parse(child.Output);
        Assert.Equal(Refused.Select(_ => JsonValueKind.String).Prepend(JsonValueKind.Null), answers.RootElement.EnumerateArray().Select(a => a.ValueKind));
    }
}
