using PipelineKit.PullRequests;
using PipelineKit.Testing;
using PipelineKit.Testing.Git;
using LoopbackRequest = PipelineKit.Testing.Git.LoopbackRequest;

namespace PipelineKit.Tests.PullRequests;

/// <summary>A bare repository behind a Git server, and clones that only it connects.</summary>
internal sealed class LocalGitRemote : IAsyncDisposable
{
    private readonly LocalGit _git = new();
    private readonly GitHttpServer _server;

    internal LocalGitRemote(string? password = null, Action<LoopbackRequest>? before = null, bool takesPushes = true)
    {
        Seed = _git.Tree.Commit(("README.md", "1\n"));
        Bare = Path.Combine(_git.Outside, "served", "acme", "shop.git");
        _git.Tree.Git("clone", "--quiet", "--bare", ".", Bare);
        _server = new GitHttpServer(Path.Combine(_git.Outside, "served"), new GitHttpServerOptions
        {
            Credential = password is null ? null : ("x-access-token", password),
            TakesPushes = takesPushes,
            Before = before,
        });
    }

    internal string Seed { get; }

    internal string Bare { get; }

    internal string Url => _server.Address + "acme/shop.git";

    internal FakeTimeProvider Clock { get; } = new(LocalGit.Time) { AutoAdvance = true };

    internal IReadOnlyList<LoopbackRequest> Requests => _server.Requests;

    internal string Git(params string[] arguments) => _git.Tree.Git(["-C", Bare, .. arguments]);

    /// <summary>A clone of its own, as a job has one.</summary>
    internal string Clone(string name, params string[] arguments)
    {
        var folder = Path.Combine(_git.Outside, name);
        _git.Tree.Git(["clone", "--quiet", .. arguments, "file://" + Bare, folder]);
        _git.Tree.Git("-C", folder, "remote", "set-url", "origin", Url);
        return folder;
    }

    internal string GitIn(string folder, params string[] arguments) => _git.Tree.Git(["-C", folder, .. arguments]);

    internal LocalGitPullRequests Open(string folder, string remote = "origin", string token = "") =>
        new(new LocalGitOptions { Folder = folder, Remote = remote, Token = token, AcceptsOtherOwner = true }, Clock);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _git.Dispose();
    }
}
