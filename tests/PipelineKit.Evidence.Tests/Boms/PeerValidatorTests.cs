using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Evidence.Tests.Boms;

/// <summary>Our verdicts beside those of the npm library of the CycloneDX project.</summary>
public sealed class PeerValidatorTests
{
    private const int Mutations = 900;

    private static readonly string[] Versions = ["1.2", "1.3", "1.4", "1.5", "1.6", "1.7"];

    [SkippableFact]
    public async Task Every_shared_document_gets_the_verdict_of_the_library_in_every_version() =>
        await CompareAsync([.. Documents().SelectMany(d => Versions.Select(v => (v, Text(d, v))))]);

    [SkippableFact]
    public async Task So_does_every_document_with_something_changed_in_it()
    {
        var random = new Random(2026);
        var documents = Documents();
        var cases = new (string, string)[Mutations];
        for (var i = 0; i < cases.Length; i++)
        {
            var (version, document) = (Versions[i % Versions.Length], documents[random.Next(documents.Length)].DeepClone().AsObject());
            for (var changes = random.Next(1, 3); changes > 0; changes--)
            {
                MutatedBom.Change(document, random);
            }

            cases[i] = (version, Text(document, version));
        }

        await CompareAsync(cases);
    }

    private static async Task CompareAsync((string Version, string Text)[] cases)
    {
        Peer.NodeModule("@cyclonedx/cyclonedx-library/package.json");
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "documents");
        await File.WriteAllLinesAsync(file, cases.Select(c => $"{c.Version}\t{c.Text}"));
        var script = Path.Combine(Peer.RepositoryRoot, "tests", "peers", "cyclonedx-validate.js");
        var answers = (await new Child(Peer.Program("node"), script, file).RunAsync()).Expect(0).Output.TrimEnd('\n').Split('\n');

        Assert.Equal(cases.Length, answers.Length);
        var differences = cases.Zip(answers).Select(c => (c.First, Theirs: c.Second, Ours: Validate(c.First.Text))).Where(c => c.Ours.IsValid != (c.Theirs == "valid"));
        Assert.Equal("", string.Join('\n', differences.Select(d => $"{d.First.Version}: {d.Theirs} / {string.Join(' ', d.Ours.Errors)}\n{d.First.Text}")));
        Assert.Contains("valid", answers);
        Assert.Contains(answers, a => a != "valid");
    }

    private static JsonObject[] Documents() =>
        [.. Directory.GetFiles(Peer.SharedData(Path.Combine("reports", "cyclonedx")), "*.json").Order(StringComparer.Ordinal).Select(f => JsonNode.Parse(File.ReadAllText(f))!.AsObject())];

    // The version is what the document is held to, here and there.
    private static string Text(JsonObject document, string version)
    {
        var text = document.DeepClone().AsObject();
        text["specVersion"] = version;
        if (text["$schema"] is JsonValue schema && schema.GetValueKind() == JsonValueKind.String)
        {
            text["$schema"] = schema.GetValue<string>().Replace("1.5", version, StringComparison.Ordinal);
        }

        return text.ToJsonString();
    }

    private static BomValidation Validate(string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return BomValidator.Validate(content, "document", EvidenceLimits.Default, CancellationToken.None);
    }
}
