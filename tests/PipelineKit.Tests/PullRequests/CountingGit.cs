using PipelineKit.PullRequests;
using PipelineKit.Testing;

namespace PipelineKit.Tests.PullRequests;

/// <summary>Git, with a line in a file for every time it is started.</summary>
internal sealed class CountingGit
{
    private readonly string _log;
    private readonly LocalGitPullRequests _pullRequests;

    private CountingGit(string log, LocalGitPullRequests pullRequests)
    {
        _log = log;
        _pullRequests = pullRequests;
    }

    internal static async Task<CountingGit> CreateAsync(LocalGit git)
    {
        var (program, log) = (Path.Combine(git.Outside, "counting-git"), Path.Combine(git.Outside, "log"));
        await LocalGit.WriteScriptAsync(program, $"echo \"$@\" >> '{log}'\nexec '{Peer.Program("git")}' \"$@\"");
        return new CountingGit(log, new LocalGitPullRequests(new LocalGitOptions { Folder = git.Tree.Folder, Program = program }, git.Clock));
    }

    internal Task<ProposalResult> PutAsync(ChangeProposal proposal) => _pullRequests.PutAsync(proposal, default);

    internal int Processes() => File.ReadAllLines(_log).Length;
}
