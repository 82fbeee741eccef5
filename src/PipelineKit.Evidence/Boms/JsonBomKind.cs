using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>What a JSON document is, by the members of its root.</summary>
internal sealed class JsonBomKind
{
    public const string CycloneDx = "cyclonedx-json";
    public const string Spdx = "spdx-json";
    public const string Unknown = "unknown";

    /// <summary>One of the formats.</summary>
    public string Format { get; private set; } = Unknown;

    /// <summary>The version, as the document has it; empty without one.</summary>
    public string Version { get; private set; } = "";

    /// <summary>The file of the schema; null when there is none for the version.</summary>
    public string? Schema => Version switch
    {
        "1.2" or "1.3" => $"bom-{Version}-strict.schema.json",
        "1.4" or "1.5" or "1.6" or "1.7" => $"bom-{Version}.schema.json",
        _ => null,
    };

    /// <summary>Why it cannot be validated.</summary>
    public BomError Refusal { get; private set; } = new(
        "", "format", "is no bill of materials: CycloneDX JSON has `bomFormat` and `specVersion`, SPDX 2 has `spdxVersion`, SPDX 3 has `@context` and `@graph`", 1, 1);

    /// <summary>Finds out; the members are read until it is clear.</summary>
    public void Find(JsonInput input)
    {
        input.Release();
        if (input.Peek() != JsonTokenType.StartObject)
        {
            return;
        }

        input.EnterObject();
        while (input.NextName() is { } member)
        {
            switch (member)
            {
                case "bomFormat":
                    Format = CycloneDx;
                    Refusal = new BomError("", "required", "has no `specVersion`, which is required", 1, 1);
                    input.Skip();
                    break;
                case "specVersion":
                    Format = CycloneDx;
                    Decide(Text(input), input.Path());
                    return;
                case "spdxVersion":
                    Format = Spdx;
                    Version = Text(input) ?? "";
                    return;
                case "@graph":
                    Format = Spdx;
                    return;
                default:
                    input.Skip();
                    break;
            }
        }
    }

    private void Decide(string? version, string path)
    {
        Version = version ?? "";
        Refusal = new BomError("/" + path, version is null ? "type" : "enum", version is null
            ? "is no text; the version is one of 1.2, 1.3, 1.4, 1.5, 1.6, 1.7"
            : $"is `{(version.Length > 40 ? version[..40] : version)}`; the versions of CycloneDX JSON that can be validated are 1.2, 1.3, 1.4, 1.5, 1.6, 1.7");
    }

    private static string? Text(JsonInput input)
    {
        string? text = null;
        input.Read((ref JsonScan reader) =>
        {
            text = reader.TokenType == JsonTokenType.String ? reader.Text(input.Texts) : null;
            reader.Pass();
        });
        return text;
    }
}
