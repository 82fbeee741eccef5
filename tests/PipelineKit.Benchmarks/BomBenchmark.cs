using System.Globalization;
using System.Text;

namespace PipelineKit.Benchmarks;

/// <summary>The published program validates a CycloneDX 1.6 document of 100 MB with 40,000 components, with process start.</summary>
internal sealed class BomBenchmark(string binary, int rounds, ResultTable table)
{
    private const int Components = 40_000;
    private const int FilesOfEach = 12;
    private static readonly int[] Passed = [0];

    /// <summary>Makes the document and validates it in new processes.</summary>
    public async Task RunAsync()
    {
        using var folder = new Folder();
        var file = Path.Combine(folder.Path, "bom.json");
        await File.WriteAllTextAsync(file, Document());
        var samples = new List<Sample>();
        for (var round = 0; round < rounds; round++)
        {
            samples.Add(await Stopwatches.RunAsync(folder.Path, Passed, binary, "sbom", "validate", "bom.json"));
        }

        table.Add($"validate {Components} components, {new FileInfo(file).Length / 1_000_000} MB", samples, TimeSpan.FromSeconds(2.5), "", memoryLimit: 256);
    }

    private static string Document()
    {
        var text = new StringBuilder(104 << 20);
        text.Append("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"version\":1,\"metadata\":{\"timestamp\":\"2026-01-01T00:00:00Z\"},\"components\":[");
        for (var i = 0; i < Components; i++)
        {
            text.Append(i == 0 ? "\n" : ",\n").Append(CultureInfo.InvariantCulture, $$$"""
                {"type":"library","bom-ref":"pkg:npm/%40scope{{{i}}}/package-{{{i}}}@1.{{{i}}}.0?package-id={{{i:x16}}}","author":"Somebody <somebody{{{i}}}@example.com>","group":"@scope{{{i}}}","name":"package-{{{i}}}","version":"1.{{{i}}}.0",
                "description":"What this package is for, in a sentence or two, as its own package file says it. It is number {{{i}}} of many.","scope":"required","licenses":[{"license":{"id":"MIT","url":"https://opensource.org/licenses/MIT"}}],
                "purl":"pkg:npm/%40scope{{{i}}}/package-{{{i}}}@1.{{{i}}}.0","hashes":[{"alg":"SHA-1","content":"{{{i:x40}}}"},{"alg":"SHA-256","content":"{{{i:x64}}}"},{"alg":"SHA-512","content":"{{{i:x128}}}"}],
                "externalReferences":[{"type":"website","url":"https://example.com/package-{{{i}}}"},{"type":"vcs","url":"git+https://example.com/scope/package-{{{i}}}.git"},{"type":"issue-tracker","url":"https://example.com/package-{{{i}}}/issues"}],
                "evidence":{"occurrences":[
                """);
            for (var f = 0; f < FilesOfEach; f++)
            {
                text.Append(f == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $$"""{"location":"/usr/src/app/node_modules/@scope{{i}}/package-{{i}}/lib/part-{{f}}.js"}""");
            }

            text.Append(CultureInfo.InvariantCulture, $$"""]},"properties":[{"name":"cdx:npm:package:path","value":"node_modules/@scope{{i}}/package-{{i}}"},{"name":"syft:package:foundBy","value":"javascript-lock-cataloger"},{"name":"syft:package:language","value":"javascript"}]}""");
        }

        return text.Append("\n]}\n").ToString();
    }
}
