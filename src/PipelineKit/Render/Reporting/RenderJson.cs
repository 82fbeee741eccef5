using System.Buffers;
using System.Text;
using System.Text.Json;
using PipelineKit.Ci;

namespace PipelineKit.Render;

/// <summary>The <c>result</c> member of result.json, and the <c>images</c> output.</summary>
internal static class RenderJson
{
    internal static JsonElement Of(RenderResult result)
    {
        var reader = new Utf8JsonReader(Written(json => Write(json, result)).Span);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Image name to pinned reference. An image with several digests has its name once, with the first digest; the record has all.</summary>
    internal static string Images(RenderResult result)
    {
        var images = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var image in result.Environments.SelectMany(e => e.Images))
        {
            images.TryAdd(image.Repository, $"{image.Repository}@{image.Digest}");
        }

        return Encoding.UTF8.GetString(Written(json =>
        {
            json.WriteStartObject();
            foreach (var name in images.Keys.Order(StringComparer.Ordinal))
            {
                json.WriteString(name, images[name]);
            }

            json.WriteEndObject();
        }).Span);
    }

    private static ReadOnlyMemory<byte> Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, RenderResult result)
    {
        json.WriteStartObject();
        json.WriteBoolean("check", result.Options.Check);
        json.WriteBoolean("dryRun", result.Options.DryRun);
        json.WriteBoolean("refused", result.IsRefused);
        json.WriteBoolean("changed", result.Changes.Any());
        json.WriteStartArray("findings");
        foreach (var finding in result.Findings)
        {
            Write(json, finding);
        }

        json.WriteEndArray();
        json.WriteStartArray("environments");
        foreach (var environment in result.Environments)
        {
            Write(json, environment);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RenderFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("rule", finding.Rule.Id);
        json.WriteString("level", finding.Level.Word());
        json.WriteString("message", finding.Message);
        json.WriteString("remedy", finding.RemedyText);
        json.WriteString("detail", finding.Detail);
        json.WriteString("path", finding.Place.File);
        json.WriteNumber("line", finding.Place.Line ?? 0);
        json.WriteNumber("column", finding.Place.Column ?? 0);
        json.WriteString("environment", finding.Environment);
        json.WriteNumber("times", finding.Times);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, EnvironmentResult environment)
    {
        json.WriteStartObject();
        json.WriteString("name", environment.Inputs.Name);
        json.WriteString("output", environment.Inputs.Output);
        json.WriteString("lock", environment.Inputs.Lock.Path);
        json.WriteString("lockHash", environment.Inputs.Lock.Hash);
        if (environment.Inputs.Branch is { } branch)
        {
            json.WriteString("branch", branch);
        }

        json.WriteStartArray("manifests");
        foreach (var manifest in environment.Manifests)
        {
            json.WriteStartObject();
            json.WriteString("path", manifest.File.Output);
            json.WriteString("template", manifest.File.Path);
            json.WriteNumber("documents", manifest.Documents);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("files");
        foreach (var file in environment.Files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteString("status", RenderText.StatusName(file.Status));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("images");
        foreach (var image in environment.Images)
        {
            json.WriteStringValue($"{image.Repository}@{image.Digest}");
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
