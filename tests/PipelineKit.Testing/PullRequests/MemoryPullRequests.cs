using System.Globalization;
using System.Text;
using PipelineKit.Oci;
using PipelineKit.PullRequests;

namespace PipelineKit.Testing;

/// <summary>
/// A repository with pull requests, in memory: branches move by compare and swap only, and a test can stop every call before or after its effect. What it was not told
/// (approvals) it does not answer.
/// </summary>
/// <param name="defaultBranch">The branch that is meant when none is named; not there until a commit is made.</param>
public sealed partial class MemoryPullRequests(string defaultBranch = "main") : IPullRequests
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _branches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MemoryCommit> _commits = new(StringComparer.Ordinal);
    private readonly List<MemoryPullRequest> _pullRequests = [];
    private readonly List<MemoryCall> _calls = [];
    private readonly List<DeploymentReport> _deployments = [];

    /// <inheritdoc />
    public string Kind { get; set; } = "memory";

    /// <summary>Runs before a call looks at anything: wait in it to pause the caller, throw to kill it.</summary>
    public Func<MemoryCall, Task>? Before { get; set; }

    /// <summary>Runs after the effect of a call and before its answer: throw to lose the answer.</summary>
    public Func<MemoryCall, Task>? After { get; set; }

    /// <summary>What <see cref="ListApprovalsAsync"/> answers; null to throw.</summary>
    public Func<ApprovalQuery, IReadOnlyList<Approval>>? Approvals { get; set; }

    /// <summary>What <see cref="ListAuthorsAsync"/> answers; null when the host does not tell.</summary>
    public Func<string, IReadOnlyList<string>?>? Authors { get; set; }

    /// <summary>Calls so far, in order.</summary>
    public IReadOnlyList<MemoryCall> Calls => Locked(() => _calls.ToArray());

    /// <summary>Deployments that were told.</summary>
    public IReadOnlyList<DeploymentReport> Deployments => Locked(() => _deployments.ToArray());

    /// <summary>Every pull request there ever was.</summary>
    public IReadOnlyList<MemoryPullRequest> PullRequests => Locked(() => _pullRequests.ToArray());

    /// <summary>The commit of a branch, or null.</summary>
    public MemoryCommit? Head(string branch) => Locked(() => _branches.TryGetValue(branch, out var id) ? _commits[id] : null);

    /// <summary>The commits of a branch, newest first.</summary>
    public IReadOnlyList<MemoryCommit> Log(string branch) => Locked(() =>
    {
        var log = new List<MemoryCommit>();
        for (var id = _branches.GetValueOrDefault(branch); id is not null; id = _commits[id].Parent)
        {
            log.Add(_commits[id]);
        }

        return log;
    });

    /// <summary>The text of a file of a branch; throws when it is not there.</summary>
    public string Text(string branch, string path) => Encoding.UTF8.GetString(Head(branch)!.Files[path].Span);

    /// <summary>Commits as a person does: a file as it shall be; null deletes it.</summary>
    public string Commit(string branch, string path, string? content, string title = "by hand") =>
        Commit(branch, [new FileChange(path, content is null ? (ReadOnlyMemory<byte>?)null : Encoding.UTF8.GetBytes(content))], title);

    /// <summary>Commits as a person does.</summary>
    public string Commit(string branch, IReadOnlyList<FileChange> files, string title = "by hand") =>
        Locked(() => Move(branch, _branches.GetValueOrDefault(branch), files, title, isOurs: false));

    /// <summary>Merges the open pull request of a branch, as people do, and deletes the branch.</summary>
    public void Merge(string branch) => Locked(() =>
    {
        var index = _pullRequests.FindIndex(p => p.State == "open" && p.Proposal.Branch == branch);
        var proposal = _pullRequests[index].Proposal;
        var merged = _commits[_branches[branch]].Files.Select(f => new FileChange(f.Key, f.Value)).ToList();
        var target = proposal.BaseBranch ?? defaultBranch;
        Move(target, _branches.GetValueOrDefault(target), merged, "Merge " + branch, isOurs: false);
        _branches.Remove(branch);
        _pullRequests[index] = _pullRequests[index] with { State = "merged" };
        return index;
    });

    private T Locked<T>(Func<T> work)
    {
        lock (_lock)
        {
            return work();
        }
    }

    // One call: it can be stopped on both sides of its effect, which happens at once.
    private async Task<T> CallAsync<T>(string name, string? branch, Func<T> effect, CancellationToken cancellation)
    {
        var call = Locked(() =>
        {
            _calls.Add(new MemoryCall(_calls.Count + 1, name, branch));
            return _calls[^1];
        });
        cancellation.ThrowIfCancellationRequested();
        await (Before?.Invoke(call) ?? Task.CompletedTask).WaitAsync(cancellation);
        var answer = Locked(effect);
        await (After?.Invoke(call) ?? Task.CompletedTask).WaitAsync(cancellation);
        return answer;
    }

    private string Move(string branch, string? parent, IReadOnlyList<FileChange> changes, string title, bool isOurs)
    {
        var files = new SortedDictionary<string, ReadOnlyMemory<byte>>(
            parent is null ? new Dictionary<string, ReadOnlyMemory<byte>>() : _commits[parent].Files.ToDictionary(), StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (change.Content is { } content)
            {
                files[change.Path] = content.ToArray();
            }
            else
            {
                files.Remove(change.Path);
            }
        }

        var id = Digest.Sha256(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_commits.Count} {branch} {parent} {title}"))).Hex;
        _commits.Add(id, new MemoryCommit(id, parent, files, title, isOurs));
        _branches[branch] = id;
        return id;
    }
}
