using System.Text.Json;
using PipelineKit.Ci;
using PipelineKit.Promotion;
using Xunit;

namespace PipelineKit.Tests.Promotion.Differences;

public sealed class CommitRangeTests
{
    private static readonly string Old = new('a', 40);
    private static readonly string New = new('b', 40);

    [Theory]
    [InlineData("https://github.com/acme/shop", "https://github.com/acme/shop/compare/OLD...NEW")]
    [InlineData("https://dev.azure.com/acme/web/_git/shop", "https://dev.azure.com/acme/web/_git/shop/branchCompare?baseVersion=GCOLD&targetVersion=GCNEW")]
    [InlineData("https://acme.visualstudio.com/web/_git/shop", "https://acme.visualstudio.com/web/_git/shop/branchCompare?baseVersion=GCOLD&targetVersion=GCNEW")]
    [InlineData("https://gitlab.com/acme/deep/shop", "https://gitlab.com/acme/deep/shop/-/compare/OLD...NEW")]
    [InlineData("https://ghe.example/acme/shop", "https://ghe.example/acme/shop/compare/OLD...NEW")]
    [InlineData("https://github.com.evil.example/acme/shop", null)]
    [InlineData("https://dev.azure.com/acme/shop", null)]
    [InlineData("", null)]
    public void Only_pages_of_hosts_that_are_known_are_linked(string repository, string? link)
    {
        var range = CommitRange.Of(Commit(repository, Old), Commit(repository, New), isBack: false, Run());

        Assert.Equal("aaaaaaaaaaaa to bbbbbbbbbbbb", range.Text);
        Assert.Equal(link?.Replace("OLD", Old, StringComparison.Ordinal).Replace("NEW", New, StringComparison.Ordinal), range.Url);
    }

    [Fact]
    public void The_way_back_names_what_is_left_again_and_shows_it_in_the_order_it_came()
    {
        var range = CommitRange.Of(Commit("https://github.com/acme/shop", New), Commit("https://github.com/acme/shop", Old), isBack: true, Run());

        Assert.Equal("back from bbbbbbbbbbbb to aaaaaaaaaaaa", range.Text);
        Assert.Equal($"https://github.com/acme/shop/compare/{Old}...{New}", range.Url);
    }

    [Fact]
    public void One_commit_two_repositories_and_no_signature_are_said()
    {
        var old = Commit("https://github.com/acme/shop", Old);

        Assert.Equal(("aaaaaaaaaaaa, the same as before", $"https://github.com/acme/shop/commit/{Old}"), Pair(CommitRange.Of(old, old, isBack: false, Run())));
        Assert.Equal(("aaaaaaaaaaaa", $"https://github.com/acme/shop/commit/{Old}"), Pair(CommitRange.Of(from: null, old, isBack: false, Run())));
        Assert.Equal(
            ("aaaaaaaaaaaa of https://github.com/acme/shop to bbbbbbbbbbbb of https://github.com/acme/fork", null),
            Pair(CommitRange.Of(old, Commit("https://github.com/acme/fork", New), isBack: false, Run())));
        Assert.EndsWith(", by unsigned labels or provenance", CommitRange.Of(old, old with { Revision = New, IsSigned = false }, isBack: false, Run()).Text, StringComparison.Ordinal);

        static (string Text, string? Url) Pair(PipelineKit.PullRequests.LinkedText text) => (text.Text, text.Url);
    }

    [Theory]
    [InlineData("""{"buildDefinition":{"resolvedDependencies":[{"uri":"pkg:docker/debian","digest":{"sha256":"00"}},{"uri":"git+https://github.com/acme/shop@refs/heads/main","digest":{"gitCommit":"REV"}}]}}""", "https://github.com/acme/shop")]
    [InlineData("""{"materials":[{"uri":"git+https://github.com/acme/shop.git@refs/tags/v1","digest":{"sha1":"REV"}}]}""", "https://github.com/acme/shop")]
    [InlineData("""{"invocation":{"configSource":{"uri":"https://github.com/acme/shop.git#refs/heads/main","digest":{"sha1":"REV"}}}}""", "https://github.com/acme/shop")]
    [InlineData("""{"metadata":{"https://mobyproject.org/buildkit@v1#metadata":{"vcs":{"source":"git@github.com:acme/shop.git","revision":"REV"}}}}""", "https://github.com/acme/shop")]
    [InlineData("""{"runDetails":{"metadata":{"buildkit_metadata":{"vcs":{"source":"ssh://git@github.com/acme/shop","revision":"REV"}}}}}""", "https://github.com/acme/shop")]
    [InlineData("""{"runDetails":{"metadata":{"buildkit_metadata":{"vcs":{"source":"file:///srv/shop","revision":"REV"}}}}}""", "")]
    [InlineData("""{"runDetails":{"metadata":{"buildkit_metadata":{"vcs":{"source":"https://github.com/acme/shop","revision":"v1.2"}}}}}""", null)]
    [InlineData("""{"buildDefinition":{"resolvedDependencies":{"uri":1}}}""", null)]
    [InlineData("{}", null)]
    public void Provenance_of_every_builder_names_the_commit(string predicate, string? repository)
    {
        using var json = JsonDocument.Parse(predicate.Replace("REV", Old, StringComparison.Ordinal));

        var commit = SourceCommit.OfProvenance(json.RootElement, isSigned: true);

        Assert.Equal(repository is null ? null : new SourceCommit(repository, Old, IsSigned: true), commit);
    }

    private static SourceCommit Commit(string repository, string revision) => new(repository, revision, IsSigned: true);

    private static CiContext Run() => new()
    {
        Workspace = "/",
        GitServerUrl = "https://ghe.example",
        CodeHost = new CodeHost { Kind = CodeHostKind.GitHub, ApiUrl = "https://ghe.example/api/v3", Repository = "acme/deploy" },
    };
}
