using System.IO.Compression;
using System.Text;
using Xunit;

namespace PipelineKit.Evidence.Tests;

public sealed class DetectionTests
{
    [Theory]
    [InlineData("""{"ArtifactName":"x","SchemaVersion":2}""", EvidenceFormat.Trivy)]
    [InlineData("""{"unknown":{"deep":[1,2]},"Results":[],"SchemaVersion":2}""", EvidenceFormat.Trivy)]
    [InlineData("""{"source":{},"distro":{},"descriptor":{"name":"grype"},"matches":[]}""", EvidenceFormat.Grype)]
    [InlineData("""{"results":[]}""", EvidenceFormat.OsvScanner)]
    [InlineData("""{"$schema":"x","version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}}}]}""", EvidenceFormat.Sarif)]
    [InlineData("""{"vulnerabilities":[],"ok":true}""", EvidenceFormat.Snyk)]
    [InlineData("""[{"vulnerabilities":[],"ok":true}]""", EvidenceFormat.Snyk)]
    [InlineData("""[{"Target":"x","Type":"npm"}]""", EvidenceFormat.Trivy)]
    [InlineData("""{"version":"15","vulnerabilities":[],"remediations":[],"scan":{"type":"container_scanning"}}""", EvidenceFormat.GitLab)]
    public void A_format_is_told_by_its_members_in_any_order(string text, EvidenceFormat format) => Assert.Equal(format, Sample.Read(text).Format);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("[{}]")]
    [InlineData("\"text\"")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("""{"vulnerabilities":[],"version":"1"}""")]
    [InlineData("""{"MATCHES":[]}""")]
    [InlineData("""{"@context":"https://schema.org"}""")]
    public void What_is_none_of_them_is_not_guessed_at(string text) => Assert.Equal(EvidenceProblem.UnknownFormat, Sample.Refused(text).Problem);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("not json")]
    [InlineData("{\"SchemaVersion\":2")]
    [InlineData("{\"SchemaVersion\":2} {}")]
    [InlineData("{\"SchemaVersion\":2,}")]
    [InlineData("{\"SchemaVersion\":2 /* comment */}")]
    public void What_is_no_json_is_damaged(string text)
    {
        var refused = Sample.Refused(text);
        Assert.Equal(EvidenceProblem.Damaged, refused.Problem);
        Assert.Equal("report.json", refused.Name);
        Assert.NotNull(refused.Line);
    }

    [Fact]
    public void A_gzip_file_is_read_and_has_the_digest_of_its_own_bytes()
    {
        var packed = Pack(Encoding.UTF8.GetBytes("""{"SchemaVersion":2,"Results":[]}"""));
        var document = Sample.Read(packed);
        Assert.Equal(Oci.Digest.Sha256(packed), document.Digest);
        Assert.Equal(EvidenceFormat.Trivy, document.Format);
    }

    [Fact]
    public void A_gzip_file_that_ends_early_is_refused_wherever_it_ends()
    {
        var packed = Pack(Encoding.UTF8.GetBytes("""{"SchemaVersion":2,"Results":[{"Target":"a","Type":"npm","Vulnerabilities":[{"VulnerabilityID":"CVE-1"}]}]}"""));
        for (var length = 2; length < packed.Length; length++)
        {
            Assert.Throws<EvidenceException>(() => Sample.Read(packed[..length]));
        }
    }

    [Fact]
    public void A_gzip_bomb_is_refused_long_before_its_end()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            zeros.AsSpan().Fill((byte)' ');
            for (var i = 0; i < 100; i++)
            {
                zip.Write(zeros);
            }
        }

        Assert.True(packed.Length < 200_000);
        var limits = new EvidenceLimits { Bytes = 1L << 40 };
        Assert.Equal(EvidenceProblem.TooLarge, Assert.Throws<EvidenceException>(() => Sample.Read(packed.ToArray(), limits)).Problem);
    }

    [Fact]
    public void A_file_that_says_how_large_it_is_is_refused_before_it_is_read()
    {
        var bytes = Encoding.UTF8.GetBytes("""{"SchemaVersion":2,"Results":[]}""");
        Assert.Equal(EvidenceProblem.TooLarge, Assert.Throws<EvidenceException>(() => Sample.Read(bytes, new EvidenceLimits { Bytes = bytes.Length - 1 })).Problem);
        Assert.Equal(EvidenceFormat.Trivy, Sample.Read(bytes, new EvidenceLimits { Bytes = bytes.Length }).Format);
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zip.Write(bytes);
        }

        return packed.ToArray();
    }
}
