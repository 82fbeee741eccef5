using System.IO.Compression;
using System.Text;
using PipelineKit.Testing;

namespace PipelineKit.Evidence.Tests.Osv;

/// <summary>A local export in a temporary folder.</summary>
internal sealed class OsvExport : IDisposable
{
    private readonly TempFolder _folder = new();

    internal string Folder => _folder.Path;

    public void Dispose() => _folder.Dispose();

    /// <summary>Writes the records of an ecosystem as <c>osv-scanner/ECOSYSTEM/all.zip</c>.</summary>
    internal OsvExport Zip(string ecosystem, params string[] records)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, "osv-scanner", ecosystem)).FullName;
        using var zip = ZipFile.Open(Path.Combine(folder, "all.zip"), ZipArchiveMode.Create);
        for (var i = 0; i < records.Length; i++)
        {
            using var entry = zip.CreateEntry($"{i}.json").Open();
            entry.Write(Encoding.UTF8.GetBytes(records[i]));
        }

        return this;
    }

    /// <summary>Writes the records of an ecosystem as files.</summary>
    internal OsvExport Files(string ecosystem, params string[] records)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, ecosystem)).FullName;
        for (var i = 0; i < records.Length; i++)
        {
            File.WriteAllText(Path.Combine(folder, $"{i}.json"), records[i]);
        }

        return this;
    }

    internal OsvMatch Match(params BomComponent[] components) =>
        OsvDatabase.Open(Folder).Match(new Bom { Components = components }, EvidenceLimits.Default, CancellationToken.None);

    internal static BomComponent Package(string purl) =>
        new() { Package = PackageUrl.TryParse(purl, out var url, out var problem) ? url.ToIdentity() : throw new ArgumentException(problem, nameof(purl)) };

    /// <summary>A record about one package.</summary>
    internal static string Record(string id, string ecosystem, string name, string affected, string more = "") =>
        $$"""{"id":"{{id}}","modified":"2024-05-06T07:08:09Z","affected":[{"package":{"ecosystem":"{{ecosystem}}","name":"{{name}}"},{{affected}}}]{{more}}}""";

    /// <summary>A range: <c>introduced 0, fixed 1.2</c>.</summary>
    internal static string Range(string type, string events) =>
        $$"""{"type":"{{type}}","events":[{{string.Join(',', events.Split(", ").Select(e => $$"""{"{{e.Split(' ')[0]}}":"{{e.Split(' ')[1]}}"}"""))}}]}""";
}
