using PipelineKit.Failures;
using PipelineKit.Git;
using PipelineKit.Testing;
using PipelineKit.Testing.Git;
using Xunit;

namespace PipelineKit.Tests.Git;

public sealed class GitRefListerTests : IDisposable
{
    private readonly TempFolder _root = new();
    private readonly SocketsHttpHandler _handler = GitRefLister.CreateHandler();

    public void Dispose()
    {
        _handler.Dispose();
        _root.Dispose();
    }

    internal static GitServerAddress AddressOf(Uri address) =>
        GitServerAddress.TryParse(address.ToString(), out var server, out var problem) ? server : throw new InvalidOperationException(problem);

    private GitRefLister Lister(Uri address, string? token = null, Uri? tokenServer = null) => new(
        new GitRefListerOptions
        {
            Server = AddressOf(address),
            Token = token is null ? null : new GitToken(AddressOf(tokenServer ?? address), token),
        },
        _handler,
        TimeProvider.System);

    private GitTestRepository Repository(string name, string format = "sha1") => GitTestRepository.Create(_root.Path, name, format);

    [SkippableTheory]
    [InlineData("sha1", true, 1)]
    [InlineData("sha1", false, 2)]
    [InlineData("sha256", true, 2)]
    [InlineData("sha256", false, 2)]
    public async Task Tags_and_branches_are_listed_with_their_commits(string format, bool speaksV2, int requests)
    {
        var repository = Repository("actions/checkout", format);
        var first = repository.Commit("main");
        repository.Tag("v4", first);
        repository.AnnotatedTag("v4.2.2", first);
        var inner = repository.AnnotatedTag("inner", first);
        repository.AnnotatedTag("outer", inner);
        var second = repository.Commit("main", "second");
        repository.Git("", "update-ref", "refs/pull/1/head", first);
        await using var server = new GitHttpServer(_root.Path, new GitHttpServerOptions { SpeaksV2 = speaksV2 });
        using var lister = Lister(server.Address);

        var refs = await lister.ListAsync("actions/checkout", CancellationToken.None);

        Assert.Equal(
            new[] { $"refs/heads/main {second}", $"refs/tags/inner {first}", $"refs/tags/outer {first}", $"refs/tags/v4 {first}", $"refs/tags/v4.2.2 {first}" },
            refs.Refs.Select(r => $"{r.Name} {r.Commit}").Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.Equal("v4.2.2", VersionTags.MostSpecific(refs, first, "v4"));
        Assert.Equal(requests, server.Requests.Count);
    }

    [SkippableFact]
    public async Task Thousands_of_refs_come_in_one_answer()
    {
        var repository = Repository("a/b");
        var commit = repository.Commit("main");
        repository.Tags(Enumerable.Range(0, 5_000).Select(i => $"v1.0.{i}"), commit);
        await using var server = new GitHttpServer(_root.Path, new GitHttpServerOptions());
        using var lister = Lister(server.Address);

        var refs = await lister.ListAsync("a/b", CancellationToken.None);

        Assert.Equal(5_001, refs.Refs.Count);
        Assert.Equal("v1.0.4999", VersionTags.MostSpecific(refs, commit, "main"));
        Assert.Single(server.Requests);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_repository_without_refs_has_none(bool speaksV2)
    {
        Repository("a/empty");
        await using var server = new GitHttpServer(_root.Path, new GitHttpServerOptions { SpeaksV2 = speaksV2 });
        using var lister = Lister(server.Address);

        Assert.Empty((await lister.ListAsync("a/empty", CancellationToken.None)).Refs);
    }

    [SkippableFact]
    public async Task One_repository_is_asked_once_and_one_that_is_missing_does_not_stop_the_others()
    {
        Repository("a/one").Commit("main");
        Repository("a/two").Commit("main");
        await using var server = new GitHttpServer(_root.Path, new GitHttpServerOptions());
        using var lister = Lister(server.Address);

        var answers = await lister.ListAllAsync(["a/one", "a/two", "a/one", "a/missing", "a/one"], CancellationToken.None);

        Assert.Equal(3, server.Requests.Count);
        Assert.NotNull(answers["a/one"].Refs);
        Assert.NotNull(answers["a/two"].Refs);
        var problem = answers["a/missing"].Problem!;
        Assert.Equal(FailureCodes.RemoteRefused, problem.Code);
        Assert.Contains("private or missing", problem.Message, StringComparison.Ordinal);
        Assert.Contains("give a token", problem.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_private_repository_needs_the_token()
    {
        Repository("a/private").Commit("main");
        await using var server = new GitHttpServer(_root.Path, new GitHttpServerOptions { Credential = ("x-access-token", "s3cret") });
        using var with = Lister(server.Address, "s3cret");
        using var without = Lister(server.Address);

        Assert.Single((await with.ListAsync("a/private", CancellationToken.None)).Refs);
        var refused = await Assert.ThrowsAsync<GitServerException>(() => without.ListAsync("a/private", CancellationToken.None));
        Assert.Equal(FailureCodes.RemoteRefused, refused.Code);
    }

    [SkippableFact]
    public async Task A_token_that_is_refused_does_not_hide_what_is_public()
    {
        Repository("a/public").Commit("main");
        await using var server = new GitHttpServer(_root.Path, new GitHttpServerOptions { Credential = ("x-access-token", "fresh"), IsPublic = true });
        using var lister = Lister(server.Address, "stale");

        Assert.Single((await lister.ListAsync("a/public", CancellationToken.None)).Refs);
        Assert.Equal(2, server.Requests.Count);
        Assert.Null(server.Requests[1].Header("Authorization"));
    }

    [SkippableFact]
    public async Task A_token_of_another_server_is_never_sent()
    {
        Repository("a/b").Commit("main");
        await using var server = new GitHttpServer(_root.Path, new GitHttpServerOptions());
        using var lister = Lister(server.Address, "s3cret", new Uri("https://github.com"));

        await lister.ListAsync("a/b", CancellationToken.None);

        Assert.Null(Assert.Single(server.Requests).Header("Authorization"));
    }

    [SkippableFact]
    public async Task Many_repositories_are_asked_side_by_side_within_the_bound()
    {
        var names = Enumerable.Range(0, 12).Select(i => $"a/r{i}").ToList();
        names.ForEach(n => Repository(n));
        await using var server = new GitHttpServer(_root.Path, new GitHttpServerOptions());
        using var lister = Lister(server.Address);

        var answers = await lister.ListAllAsync(names, CancellationToken.None);

        Assert.All(answers.Values, a => Assert.NotNull(a.Refs));
        Assert.Equal(12, server.Requests.Count);
    }
}
