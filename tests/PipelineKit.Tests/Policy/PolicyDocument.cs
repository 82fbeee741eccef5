using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PipelineKit.Testing;
using PipelineKit.Testing.Schema;
using PipelineKit.Yaml;

namespace PipelineKit.Tests.Policy;

/// <summary>A YAML file held to a published schema.</summary>
internal static class PolicyDocument
{
    internal static IReadOnlyList<string> Violations(string schema, string yaml)
    {
        using var rules = JsonDocument.Parse(File.ReadAllText(Path.Combine(Peer.RepositoryRoot, "docs", "reference", schema + ".schema.json")));
        using var document = JsonDocument.Parse(ToJson(yaml).ToJsonString());
        return new JsonSchema(rules.RootElement).Validate(document.RootElement);
    }

    internal static JsonNode ToJson(string yaml) => Json(LimitedYaml.Read(Encoding.UTF8.GetBytes(yaml), "f.yaml"))!;

    // As an editor sees it: YAML 1.2 core schema.
    private static JsonNode? Json(YamlValue value) =>
        value.Shape switch
        {
            YamlShape.Mapping => new JsonObject(value.Pairs.Select(p => KeyValuePair.Create(p.Key, Json(p.Value)))),
            YamlShape.Sequence => new JsonArray([.. value.Items.Select(Json)]),
            _ when value.IsNull => null,
            _ when value is { IsQuoted: false, Text: "true" or "false" } => JsonValue.Create(value.Text == "true"),
            _ when !value.IsQuoted && long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
            _ when !value.IsQuoted && double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => JsonValue.Create(number),
            _ => JsonValue.Create(value.Text),
        };
}
