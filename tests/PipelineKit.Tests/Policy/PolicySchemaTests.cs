using System.Text.Json.Nodes;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Policy;

/// <summary>The published schemas and the readers know the same keys and words.</summary>
public sealed class PolicySchemaTests
{
    private const string Unheard = "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz";

    [Theory]
    [InlineData("", "")]
    [InlineData("evidence", "evidence:\n  ")]
    [InlineData("vulnerabilities", "vulnerabilities:\n  - ")]
    [InlineData("severity", "severity:\n  ")]
    [InlineData("licenses", "licenses:\n  ")]
    [InlineData("sbom", "sbom:\n  ")]
    [InlineData("exceptions", "exceptions:\n  ")]
    [InlineData("vex", "vex:\n  ")]
    public void The_policy_reader_knows_the_keys_of_the_schema(string section, string before) =>
        Assert.Equal(Keys("policy", section), Known(PolicySample.PolicyProblems($"{before}{Unheard}: 1\n")));

    [Fact]
    public void The_exceptions_reader_knows_the_keys_of_the_schema()
    {
        Assert.Equal(Keys("exceptions", "exceptions"), Known(PolicySample.ExceptionProblems($"{PolicySample.ExceptionsHead}  - {Unheard}: 1\n", "e.yaml")));
        Assert.Equal(Keys("exceptions", ""), Known(PolicySample.ExceptionProblems($"{PolicySample.ExceptionsHead}{Unheard}: 1\n", "e.yaml")));
    }

    [Theory]
    [InlineData("secrets", "action", "secrets: ")]
    [InlineData("min-severity", "severity", "vulnerabilities:\n  - id: a\n    min-severity: ")]
    [InlineData("misconfigurations", "", "misconfigurations: ")]
    [InlineData("compare", "", "compare: ")]
    public void Words_are_those_of_the_schema(string key, string definition, string before)
    {
        var schema = Schema("policy");
        var node = definition.Length > 0 ? schema["definitions"]![definition]! : schema["properties"]![key]!;
        var words = node["enum"]!.AsArray().Select(w => w!.GetValue<string>()).ToArray();

        Assert.All(words, word => PolicySample.Policy($"{before}{word}\n"));
        Assert.Equal(words, Quoted(Assert.Single(PolicySample.PolicyProblems(before + Unheard + "\n")).Split("one of")[1]));
    }

    [Fact]
    public void Profiles_are_those_of_the_schema() =>
        Assert.Equal(PipelineKit.Evidence.BomProfiles.Names, Schema("policy")["definitions"]!["profile"]!["enum"]!.AsArray().Select(w => w!.GetValue<string>()));

    [Theory]
    [InlineData("secrets: never")]
    [InlineData("evidence: { bound: 'true' }")]
    [InlineData("evidence: { max-scan-age: 3 days }")]
    [InlineData("vulnerabilities: [{ id: a b, exploited: true }]")]
    [InlineData("vulnerabilities: [{ id: a, exploited: false }]")]
    [InlineData("vulnerabilities: [{ exploited: true }]")]
    [InlineData("sbom: { formats: [cyclonedx>1] }")]
    public void What_the_reader_refuses_the_schema_refuses(string body)
    {
        Assert.NotEmpty(PolicySample.PolicyProblems(body + "\n"));
        Assert.NotEmpty(PolicyDocument.Violations("policy", PolicySample.Head + body));
    }

    private static string[] Keys(string schema, string section)
    {
        var node = Schema(schema);
        if (section.Length > 0)
        {
            node = node["properties"]![section]!;
            node = node["items"] ?? node;
        }

        return [.. node["properties"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal)];
    }

    private static string[] Known(IReadOnlyList<string> problems) => Quoted(problems.Single(p => p.Contains(Unheard, StringComparison.Ordinal)).Split("Known here:")[1]);

    private static string[] Quoted(string text) => [.. text.Split('`').Where((_, i) => i % 2 == 1)];

    private static JsonNode Schema(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Peer.RepositoryRoot, "docs", "reference", name + ".schema.json")))!;
}
