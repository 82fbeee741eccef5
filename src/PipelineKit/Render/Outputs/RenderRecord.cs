using System.Text;
using System.Text.Json;
using PipelineKit.Ci;

namespace PipelineKit.Render;

/// <summary>A file that was read to render, by hash.</summary>
/// <param name="Kind"><c>template</c>, <c>include</c>, <c>values</c> or <c>set</c>.</param>
/// <param name="Path">Relative to the working directory; empty for <c>set</c>.</param>
/// <param name="Sha256">Of its bytes, lower-case hex.</param>
internal sealed record RecordedInput(string Kind, string Path, string Sha256);

/// <summary>A manifest that was written, by hash.</summary>
/// <param name="Path">Relative to the folder of the record.</param>
/// <param name="Sha256">Of its bytes, lower-case hex.</param>
/// <param name="Documents">How many documents it has; 0 in a record that was read back.</param>
/// <param name="Template">What made it; empty in a record that was read back.</param>
internal sealed record RecordedOutput(string Path, string Sha256, int Documents = 0, string Template = "");

/// <summary>An image and where it is used.</summary>
/// <param name="Repository">Registry and repository.</param>
/// <param name="Digest">With its algorithm.</param>
/// <param name="Places">Manifests, relative to the folder of the record, sorted.</param>
internal sealed record RecordedImage(string Repository, string Digest, IReadOnlyList<string> Places);

/// <summary>
/// <c>render.json</c>: what a folder of manifests was made from. It lies in the folder, so it holds nothing that changes from run to run: no time, no commit, no
/// path of a machine. Version 1.
/// </summary>
internal sealed record RenderRecord
{
    internal const string FileName = "render.json";
    internal const string Schema = "pipelinekit/render/v1";
    internal const int MaximumBytes = 16 << 20;

    private static readonly string[] ManifestKinds = [".yaml", ".yml", ".json"];

    public required string Environment { get; init; }

    public required string Profile { get; init; }

    public required string PolicyHash { get; init; }

    /// <summary>The lock: its path, and the hash of its content, which does not count when an entry was seen or where.</summary>
    public required (string Path, string Hash) Lock { get; init; }

    public required IReadOnlyList<RecordedInput> Inputs { get; init; }

    public required IReadOnlyList<RecordedOutput> Outputs { get; init; }

    public required IReadOnlyList<RecordedImage> Images { get; init; }

    /// <summary>The file.</summary>
    internal byte[] Write() => Encoding.UTF8.GetBytes(SafeJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        json.WriteString("environment", Environment);
        json.WriteString("profile", Profile);
        json.WriteString("policy", PolicyHash);
        json.WriteStartObject("lock");
        json.WriteString("path", Lock.Path);
        json.WriteString("content", Lock.Hash);
        json.WriteEndObject();
        json.WriteStartArray("inputs");
        foreach (var input in Inputs)
        {
            json.WriteStartObject();
            json.WriteString("kind", input.Kind);
            if (input.Path.Length > 0)
            {
                json.WriteString("path", input.Path);
            }

            json.WriteString("sha256", input.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteOutputs(json);
        WriteImages(json);
        json.WriteEndObject();
    }));

    /// <summary>The manifests a record names; null when it is no record of ours, or of a later version. Paths that leave the folder are not among them.</summary>
    internal static IReadOnlyList<RecordedOutput>? ReadOutputs(ReadOnlyMemory<byte> content)
    {
        if (content.Length > MaximumBytes)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = 8 });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || TextOf(root, "schema") != Schema || !root.TryGetProperty("outputs", out var outputs) || outputs.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            var found = new List<RecordedOutput>();
            foreach (var output in outputs.EnumerateArray())
            {
                if (output.ValueKind == JsonValueKind.Object && TextOf(output, "path") is { } path && TextOf(output, "sha256") is { } hash && IsManifest(path))
                {
                    found.Add(new RecordedOutput(path, hash));
                }
            }

            return found;
        }
        catch (JsonException)
        {
            // Somebody else's file, or one damaged by a merge: it tells nothing, so nothing is deleted by it.
            return null;
        }
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // Whatever a record says: nothing but a manifest below its folder was made with it.
    private static bool IsManifest(string path) =>
        path.Length > 0 && !path.AsSpan().ContainsAny('\\', ':') && !path.Any(char.IsControl)
        && Array.TrueForAll(path.Split('/'), part => part is not ("" or "." or "..") && !part.Equals(".git", StringComparison.OrdinalIgnoreCase))
        && Array.Exists(ManifestKinds, kind => path.EndsWith(kind, StringComparison.Ordinal)) && !path.Equals(FileName, StringComparison.OrdinalIgnoreCase);

    private void WriteOutputs(Utf8JsonWriter json)
    {
        json.WriteStartArray("outputs");
        foreach (var output in Outputs)
        {
            json.WriteStartObject();
            json.WriteString("path", output.Path);
            json.WriteString("template", output.Template);
            json.WriteNumber("documents", output.Documents);
            json.WriteString("sha256", output.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteImages(Utf8JsonWriter json)
    {
        json.WriteStartArray("images");
        foreach (var image in Images)
        {
            json.WriteStartObject();
            json.WriteString("repository", image.Repository);
            json.WriteString("digest", image.Digest);
            json.WriteStartArray("files");
            foreach (var place in image.Places)
            {
                json.WriteStringValue(place);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
