using System.Buffers;
using System.Text;
using System.Text.Json;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Templating.Tests;

/// <summary>The cases of the reference engine's documentation and tests, one row each.</summary>
public sealed class CasesTests
{
    public static TheoryData<string> Ids()
    {
        var data = new TheoryData<string>();
        foreach (var entry in Manifest()?.RootElement.GetProperty("cases").EnumerateArray() ?? [])
        {
            data.Add(entry.GetProperty("id").GetString()!);
        }

        if (data.Count == 0)
        {
            data.Add("(the shared cases are not here)");
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Ids))]
    public void A_case_renders_as_the_reference_engine_renders_it(string id)
    {
        var folder = Peer.SharedData("scriban-cases");
        using var manifest = Manifest()!;
        var entry = manifest.RootElement.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("id").GetString() == id);
        string Read(string field) => File.ReadAllText(Path.Combine(folder, entry.GetProperty(field).GetString()!));
        Assert.Equal(0, entry.GetProperty("needs").GetArrayLength());

        var actual = Run(entry, Read("template"), Read("model"), Read("includes"));

        var expected = Read("expected");
        Assert.Equal(entry.GetProperty("match").GetString() == "trim" ? expected.Trim() : expected, entry.GetProperty("match").GetString() == "trim" ? actual.Trim() : actual);
    }

    private static string Run(JsonElement entry, string template, string model, string includes)
    {
        Assert.Equal(JsonValueKind.Object, entry.GetProperty("options").ValueKind);
        Assert.Empty(entry.GetProperty("options").EnumerateObject());
        using var loader = new MapLoader(includes);
        var options = new TemplateRenderOptions { Model = JsonModel.Object(model), Loader = loader, NewLine = "\n" };
        var mode = entry.GetProperty("mode").GetString() == "template" ? TemplateMode.Default : TemplateMode.ScriptOnly;
        var parsed = Template.Parse(template, entry.GetProperty("name").GetString()!, new TemplateParseOptions { Mode = mode });
        var output = new ArrayBufferWriter<byte>();
        try
        {
            parsed.Render(options, output, CancellationToken.None);
            Assert.Equal("ok", entry.GetProperty("outcome").GetString());
            return Encoding.UTF8.GetString(output.WrittenSpan);
        }
        catch (TemplateException exception) when (entry.GetProperty("outcome").GetString() == "error")
        {
            return exception.Message;
        }
    }

    private static JsonDocument? Manifest()
    {
        var root = Environment.GetEnvironmentVariable("PIPELINEKIT_SHARED_DATA") ?? Path.Combine(Peer.RepositoryRoot, "..", "shared", "data");
        var path = Path.Combine(root, "scriban-cases", "manifest.json");
        return File.Exists(path) ? JsonDocument.Parse(File.ReadAllBytes(path)) : null;
    }
}
