using System.Text;
using PipelineKit.Failures;
using PipelineKit.PullRequests;
using PipelineKit.Testing;
using PipelineKit.Testing.Git;
using Xunit;

namespace PipelineKit.Tests.PullRequests;

/// <summary>A repository to propose changes to, and short ways to do it.</summary>
internal sealed class LocalGit : IDisposable
{
    internal static readonly DateTimeOffset Time = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
    private readonly TempFolder _folder = new();

    internal LocalGit(string objectFormat = "sha1") => Tree = GitWorkTree.Create(Path.Combine(_folder.Path, "a repository"), objectFormat);

    internal GitWorkTree Tree { get; }

    internal string Outside => _folder.Path;

    internal FakeTimeProvider Clock { get; } = new(Time);

    internal static FileChange File(string path, string content = "content\n") => new(path, Encoding.UTF8.GetBytes(content));

    internal static FileChange Delete(string path) => new(path, Content: null);

    internal static ChangeProposal Proposal(string branch, params FileChange[] files) => new()
    {
        Branch = branch,
        Changes = new ChangeSet(files),
        Title = "Render production",
        Author = new CommitAuthor("PipelineKit", "pipelinekit@example.com"),
    };

    internal LocalGitPullRequests PullRequests(string? folder = null) => new(new LocalGitOptions { Folder = folder ?? Tree.Folder }, Clock);

    internal Task<ProposalResult> PutAsync(string branch, params FileChange[] files) => PutAsync(Proposal(branch, files));

    internal Task<ProposalResult> PutAsync(ChangeProposal proposal, string? folder = null) => PullRequests(folder).PutAsync(proposal, default);

    internal async Task<Failure> RefusedAsync(FailureCode code, ChangeProposal proposal, string? folder = null)
    {
        var refs = Tree.Git("for-each-ref");
        var failures = (await Assert.ThrowsAsync<FailureException>(() => PutAsync(proposal, folder))).Failures;
        Assert.All(failures, f => Assert.Equal(code, f.Code));
        Assert.Equal(refs, Tree.Git("for-each-ref"));
        return failures[0];
    }

    /// <summary>What the user sees: status of work tree and index, and what Git finds wrong with the repository.</summary>
    internal void AssertUntouched()
    {
        Assert.Equal("", Tree.Git("status", "--porcelain"));
        Assert.Equal("", Tree.Git("fsck", "--strict", "--no-dangling"));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Writes a program of the shell's.</summary>
    internal static async Task WriteScriptAsync(string path, string commands)
    {
        await System.IO.File.WriteAllTextAsync(path, $"#!/bin/sh\n{commands}\n");
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
