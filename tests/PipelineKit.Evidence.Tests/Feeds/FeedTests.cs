using System.IO.Compression;
using System.Text;
using Xunit;

namespace PipelineKit.Evidence.Tests;

public sealed class FeedTests
{
    private const string Epss = "#model_version:v2025.03.14,score_date:2025-09-24T12:55:00Z\ncve,epss,percentile\nCVE-2021-44228,0.94358,0.99957\r\nCVE-1999-0001,0.01,0.5\n";

    private const string Kev = """
        {"title":"CISA Catalog","catalogVersion":"2026.01.01","dateReleased":"2026-01-01T12:00:00.1234Z","count":2,"vulnerabilities":[
        {"cveID":"CVE-2021-44228","vendorProject":"Apache","dateAdded":"2021-12-10","dueDate":"2021-12-24","knownRansomwareCampaignUse":"Known","cwes":["CWE-20"]},
        {"cveID":"CVE-2024-1","dateAdded":"2024-02-01","dueDate":"2024-02-22","knownRansomwareCampaignUse":"Unknown"}]}
        """;

    [Fact]
    public void Scores_are_found_by_cve_and_have_their_day()
    {
        var scores = ReadEpss(Epss);
        Assert.Equal(new DateTimeOffset(2025, 9, 24, 12, 55, 0, TimeSpan.Zero), scores.ScoredAt);
        Assert.Equal(0.94358, scores.Find("CVE-2021-44228"));
        Assert.Equal(0.01, scores.Find("CVE-1999-0001"));
        Assert.Null(scores.Find("CVE-2000-1"));
        Assert.Equal(Oci.Digest.Sha256(Encoding.UTF8.GetBytes(Epss)), scores.Digest);
    }

    [Fact]
    public void Only_scores_that_are_wanted_are_kept()
    {
        var scores = EpssScores.Read(new MemoryStream(Encoding.UTF8.GetBytes(Epss)), "epss.csv", new HashSet<string>(StringComparer.Ordinal) { "CVE-1999-0001" }, EvidenceLimits.Default, CancellationToken.None);
        Assert.Null(scores.Find("CVE-2021-44228"));
        Assert.Equal(0.01, scores.Find("CVE-1999-0001"));
    }

    [Fact]
    public void Scores_may_be_packed()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zip.Write(Encoding.UTF8.GetBytes(Epss));
        }

        var bytes = packed.ToArray();
        var scores = EpssScores.Read(new MemoryStream(bytes), "epss.csv.gz", null, EvidenceLimits.Default, CancellationToken.None);
        Assert.Equal(0.01, scores.Find("CVE-1999-0001"));
        Assert.Equal(Oci.Digest.Sha256(bytes), scores.Digest);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<EvidenceException>(() => EpssScores.Read(new MemoryStream(bytes, 0, length), "epss.csv.gz", null, EvidenceLimits.Default, CancellationToken.None));
        }
    }

    [Theory]
    [InlineData("", EvidenceProblem.Damaged, 0)]
    [InlineData("cve;epss\n", EvidenceProblem.UnknownFormat, 1)]
    [InlineData("#model_version:x\n", EvidenceProblem.UnknownFormat, 1)]
    [InlineData("{\"vulnerabilities\":[]}", EvidenceProblem.UnknownFormat, 1)]
    [InlineData("#score_date:tomorrow\ncve,epss,percentile\n", EvidenceProblem.Damaged, 1)]
    [InlineData("cve,epss,percentile\nCVE-1,2,0\n", EvidenceProblem.Damaged, 2)]
    [InlineData("cve,epss,percentile\nCVE-1,NaN,0\n", EvidenceProblem.Damaged, 2)]
    [InlineData("cve,epss,percentile\nGHSA-1,0.1,0\n", EvidenceProblem.Damaged, 2)]
    [InlineData("cve,epss,percentile\nCVE-1\n", EvidenceProblem.Damaged, 2)]
    [InlineData("cve,epss,percentile\nCVE-1,0.1,0\nCVE-1,0.2,0\n", EvidenceProblem.Damaged, 3)]
    [InlineData("cve,epss,percentile\nCVE-é,0.1,0\n", EvidenceProblem.Damaged, 2)]
    public void What_is_no_file_of_scores_is_refused(string text, EvidenceProblem problem, int line)
    {
        var refused = Assert.Throws<EvidenceException>(() => ReadEpss(text));
        Assert.Equal((problem, line), (refused.Problem, refused.Line));
    }

    [Fact]
    public void A_line_without_end_is_refused_without_being_held()
    {
        var stream = new Repeating([], "x"u8.ToArray(), 1L << 40);
        Assert.Throws<EvidenceException>(() => EpssScores.Read(stream, "epss.csv", null, new EvidenceLimits { Bytes = 1L << 41 }, CancellationToken.None));
        Assert.InRange(stream.Given, 1, 4 << 20);
    }

    [Fact]
    public void Exploited_vulnerabilities_are_found_by_cve()
    {
        var catalog = ReadKev(Kev);
        Assert.Equal(new KnownExploited("cisa", new DateOnly(2021, 12, 10), new DateOnly(2021, 12, 24), true), catalog.Find("CVE-2021-44228"));
        Assert.False(catalog.Find("CVE-2024-1")!.Ransomware);
        Assert.Null(catalog.Find("CVE-2024-2"));
        Assert.Equal(2026, catalog.ReleasedAt!.Value.Year);
    }

    [Theory]
    [InlineData("[]", EvidenceProblem.UnknownFormat)]
    [InlineData("""{"dateReleased":"2026-01-01T00:00:00Z"}""", EvidenceProblem.UnknownFormat)]
    [InlineData("""{"vulnerabilities":[{"cveID":"CVE-1"},{"cveID":"CVE-1"}]}""", EvidenceProblem.Damaged)]
    [InlineData("""{"vulnerabilities":[{"vendorProject":"x"}]}""", EvidenceProblem.Damaged)]
    [InlineData("""{"count":3,"vulnerabilities":[{"cveID":"CVE-1"}]}""", EvidenceProblem.Damaged)]
    [InlineData("""{"vulnerabilities":[{"cveID":"CVE-1","dueDate":"soon"}]}""", EvidenceProblem.Damaged)]
    [InlineData("""{"vulnerabilities":[]} x""", EvidenceProblem.Damaged)]
    [InlineData("cve,epss,percentile", EvidenceProblem.Damaged)]
    public void What_is_no_catalogue_is_refused(string text, EvidenceProblem problem) => Assert.Equal(problem, Assert.Throws<EvidenceException>(() => ReadKev(text)).Problem);

    private static EpssScores ReadEpss(string text) => EpssScores.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "epss.csv", null, EvidenceLimits.Default, CancellationToken.None);

    private static KevCatalog ReadKev(string text) => KevCatalog.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "kev.json", EvidenceLimits.Default, CancellationToken.None);
}
