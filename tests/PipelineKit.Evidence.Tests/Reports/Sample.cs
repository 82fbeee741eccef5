using System.Text;

namespace PipelineKit.Evidence.Tests;

/// <summary>Reads texts as evidence.</summary>
internal static class Sample
{
    public static EvidenceDocument Read(string text, EvidenceLimits? limits = null) => Read(Encoding.UTF8.GetBytes(text), limits);

    public static EvidenceDocument Read(byte[] bytes, EvidenceLimits? limits = null) =>
        EvidenceReader.Read(new MemoryStream(bytes, writable: false), "report.json", limits ?? EvidenceLimits.Default, CancellationToken.None);

    public static EvidenceDocument ReadFile(string path)
    {
        using var file = File.OpenRead(path);
        return EvidenceReader.Read(file, Path.GetFileName(path), EvidenceLimits.Default, CancellationToken.None);
    }

    public static EvidenceException Refused(string text, EvidenceLimits? limits = null) => Xunit.Assert.Throws<EvidenceException>(() => Read(text, limits));

    public static Finding OneFinding(string text) => Xunit.Assert.Single(Read(text).Report!.Findings);
}
