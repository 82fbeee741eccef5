using System.Text.Json;
using PipelineKit.Failures;

namespace PipelineKit.Actions.Rendering;

/// <summary>
/// Renders the parts of <c>vss-extension.json</c> that follow from the catalogue (version, files, contributions) and keeps the rest,
/// which is written by hand: publisher, texts, links.
/// </summary>
public static class ExtensionManifest
{
    /// <summary>Where the file is.</summary>
    public const string Path = "vss-extension.json";

    private static readonly string[] Rendered = ["version", "files", "contributions"];

    /// <summary>The file, from the one that is there; throws <see cref="FailureException"/> when that is not a JSON object.</summary>
    public static GeneratedFile Render(string current, string version)
    {
        using var manifest = Parse(current);
        return new(Path, JsonText.Write(json =>
        {
            foreach (var member in manifest.RootElement.EnumerateObject())
            {
                if (!Rendered.Contains(member.Name, StringComparer.Ordinal))
                {
                    member.WriteTo(json);
                }
            }

            json.WriteString("version", version.Split('-', '+')[0]);
            WriteFiles(json);
            WriteContributions(json);
        }));
    }

    private static JsonDocument Parse(string current)
    {
        try
        {
            var manifest = JsonDocument.Parse(current);
            return manifest.RootElement.ValueKind == JsonValueKind.Object ? manifest : throw new JsonException("it is not an object");
        }
        catch (JsonException problem)
        {
            throw new FailureException(new Failure(
                FailureCodes.UnreadableFile, $"{Path} is not valid JSON: {problem.Message}", "Restore the file from Git.", new SourcePlace(Path)));
        }
    }

    private static void WriteFiles(Utf8JsonWriter json)
    {
        json.WriteStartArray("files");
        json.WriteStartObject();
        json.WriteString("path", AzureTaskFile.Folder);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteContributions(Utf8JsonWriter json)
    {
        json.WriteStartArray("contributions");
        json.WriteStartObject();
        json.WriteString("id", Product.Program);
        json.WriteString("type", "ms.vss-distributed-task.task");
        json.WriteStrings("targets", ["ms.vss-distributed-task.tasks"]);
        json.WriteStartObject("properties");
        json.WriteString("name", AzureTaskFile.Folder);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
