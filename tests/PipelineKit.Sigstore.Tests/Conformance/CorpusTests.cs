using PipelineKit.Sigstore.Conformance;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

/// <summary>Every case of the shared corpus through the conformance program's own entry.</summary>
public sealed class CorpusTests
{
    public static TheoryData<string> Cases => new(CorpusCase.Names());

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task Every_case_is_judged_right_by_path(string name)
    {
        var corpus = new CorpusCase(name);
        await Judge(corpus, corpus.ArtifactPath);
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task Every_case_is_judged_right_by_digest(string name)
    {
        var corpus = new CorpusCase(name);
        await Judge(corpus, corpus.ArtifactDigest.Text);
    }

    [SkippableTheory]
    [InlineData("happy-path-v0.3-new-mediaType", 0)]
    [InlineData("signature-mismatch_fail", 1)]
    public async Task The_program_says_it_by_its_exit_code(string name, int exitCode)
    {
        var corpus = new CorpusCase(name);
        var program = Path.Combine(AppContext.BaseDirectory, "PipelineKit.Sigstore.Conformance.dll");

        var child = new Child(Peer.Program("dotnet"), [program, "verify-bundle", .. corpus.Arguments(corpus.ArtifactPath)]);

        _ = (await child.RunAsync()).Expect(exitCode);
    }

    [SkippableFact]
    public async Task A_file_that_is_named_like_a_digest_is_a_file()
    {
        var corpus = new CorpusCase("happy-path-v0.1");
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "sha256:" + new string('0', 64));
        File.Copy(corpus.ArtifactPath, path);

        await Judge(corpus, path);
    }

    [Theory]
    [InlineData("the staging instance's trusted root is not built in", "--staging", "--bundle", "b", "--key", "k", "file")]
    [InlineData("--bundle is missing", "--key", "k", "file")]
    [InlineData("either an identity with issuer, or a key, is needed", "--bundle", "b", "file")]
    [InlineData("go together", "--bundle", "b", "--certificate-identity", "i", "file")]
    [InlineData("exactly one file or digest", "--bundle", "b", "--key", "k")]
    [InlineData("given twice", "--bundle", "b", "--bundle", "c", "--key", "k", "file")]
    public async Task Wrong_arguments_are_named(string problem, params string[] args)
    {
        var error = new StringWriter();

        var exit = await VerifyBundle.RunAsync(args, error, TimeProvider.System, CancellationToken.None);

        Assert.Equal(2, exit);
        Assert.Contains(problem, error.ToString(), StringComparison.Ordinal);
    }

    private static async Task Judge(CorpusCase corpus, string fileOrDigest)
    {
        var error = new StringWriter();

        var exit = await VerifyBundle.RunAsync(corpus.Arguments(fileOrDigest), error, TimeProvider.System, CancellationToken.None);

        Assert.True(exit == 0 == corpus.MustVerify, $"{corpus.Name}: {exit} {error}");
        Assert.Equal(corpus.MustVerify, error.ToString().Length == 0);
    }
}
