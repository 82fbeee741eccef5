using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Evidence.Tests.Boms;

public sealed class SharedBomTests
{
    [SkippableFact]
    public void Every_valid_document_of_the_CycloneDX_project_is_accepted()
    {
        var files = Files("valid-*.json");

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Empty(Validate(file).Errors));
    }

    [SkippableFact]
    public void Every_invalid_one_is_refused_with_a_path_a_rule_and_a_place()
    {
        var files = Files("invalid-*.json");

        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            var validation = Validate(file);
            Assert.Equal("cyclonedx-json", validation.Format);
            Assert.Equal("1.5", validation.Version);
            Assert.NotEmpty(validation.Errors);
            Assert.All(validation.Errors, e => Assert.True(e is { Path: "" or ['/', ..], Rule.Length: > 0, Message.Length: > 0, Line: > 0, Column: > 0 }, e.ToString()));
        });
    }

    [SkippableTheory]
    [InlineData("invalid-component-type-1.5.json", "/components/0/type", "enum", "foo")]
    [InlineData("invalid-missing-component-type-1.5.json", "/components/0", "required", "`type`")]
    [InlineData("invalid-license-id-1.5.json", "/components/0/licenses/0/license/id", "enum", "Apache-2.0")]
    [InlineData("invalid-hash-md5-1.5.json", "/components/0/hashes/0/content", "pattern", "a-fA-F0-9")]
    [InlineData("invalid-serialnumber-1.5.json", "/serialNumber", "pattern", "urn:uuid")]
    public void The_reason_is_the_one_that_was_meant(string file, string path, string rule, string word)
    {
        var errors = Validate(Peer.SharedData(Path.Combine("reports", "cyclonedx", file))).Errors;

        Assert.Contains(errors, e => e.Path == path && e.Rule == rule && e.Message.Contains(word, StringComparison.Ordinal));
    }

    private static string[] Files(string pattern) => Directory.GetFiles(Peer.SharedData(Path.Combine("reports", "cyclonedx")), pattern);

    private static BomValidation Validate(string file)
    {
        using var content = File.OpenRead(file);
        return BomValidator.Validate(content, Path.GetFileName(file), EvidenceLimits.Default, CancellationToken.None);
    }
}
