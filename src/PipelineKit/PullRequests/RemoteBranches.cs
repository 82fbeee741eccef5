using System.Security.Cryptography;
using System.Text;
using PipelineKit.Failures;
using PipelineKit.Git;

namespace PipelineKit.PullRequests;

/// <summary>
/// The branches of a remote. They are fetched into refs of their own (<c>refs/pipelinekit/HASH</c>), which nobody else writes, and moved by a push that names the commit they must stand at.
/// </summary>
/// <param name="git">Git in the repository.</param>
/// <param name="remote">Git with the remote.</param>
internal sealed class RemoteBranches(GitCommand git, RemoteGit remote) : IGitBranches
{
    private const int Attempts = 3;
    private const int MaximumRefs = 100;

    public bool AreLocal => false;

    public async Task<BranchState> ReadAsync(string branch, string? baseBranch, CancellationToken cancellation)
    {
        var names = baseBranch is null ? (string[])[branch] : [branch, baseBranch];
        var listing = await FetchAsync(names, withDefault: baseBranch is null, cancellation);
        var start = listing.Heads.GetValueOrDefault(baseBranch ?? listing.Default);
        if (start is null && baseBranch is not null && (await ListAsync(["refs/heads/*"], cancellation)).Heads.Count > 0)
        {
            throw new FailureException(new Failure(
                FailureCodes.BadInputValue, $"the base branch `{baseBranch}` is not in {remote.Address.Hide(remote.Address.Url)}", "Check its name, or push it."));
        }

        return await BranchState.OfAsync(git, listing.Heads.GetValueOrDefault(branch), start, cancellation);
    }

    public async Task<BranchHead?> FindAsync(string? branch, CancellationToken cancellation)
    {
        var listing = await FetchAsync(branch is null ? [] : [branch], withDefault: branch is null, cancellation);
        return listing.Heads.TryGetValue(branch ?? listing.Default, out var commit) ? new BranchHead(branch ?? listing.Default, commit) : null;
    }

    public async Task<IReadOnlyList<OwnCommit>> ListOwnAsync(BranchHead branch, CancellationToken cancellation)
    {
        var start = await FindAsync(branch: null, cancellation);
        return await CommitList.ReadAsync(git, start is null ? [branch.Commit] : [branch.Commit, "^" + start.Commit], cancellation);
    }

    public async Task<bool> MoveAsync(string branch, string? from, string? to, IReadOnlyDictionary<string, string> identity, CancellationToken cancellation)
    {
        var reference = "refs/heads/" + branch;
        var answer = await remote.TryAsync(["push", "--porcelain", "--no-verify", $"--force-with-lease={reference}:{from}", "--", remote.Address.Url, $"{to}:{reference}"], cancellation);
        if (answer.ExitCode != 0)
        {
            // It may have been moved all the same: the answer of a push can get lost.
            var head = (await ListAsync([reference], cancellation)).Heads.GetValueOrDefault(branch);
            return head == to || (head == from && !IsLocked(answer) ? throw Refused(branch, answer) : false);
        }

        if (to is not null)
        {
            await git.TryAsync(["update-ref", "--no-deref", PrivateRef(branch), to], cancellation);
        }

        return true;
    }

    private sealed record Listing(Dictionary<string, string> Heads, string Default);

    // Asks where branches stand, then sees that their commits are here. Whoever moves one in between makes it start again.
    private async Task<Listing> FetchAsync(IReadOnlyList<string> names, bool withDefault, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var listing = await ListAsync([.. names.Select(n => "refs/heads/" + n), .. withDefault ? (string[])["HEAD"] : []], cancellation);
            string[] missing = [.. await MissingAsync(listing.Heads, cancellation)];
            if (missing.Length == 0)
            {
                return listing;
            }

            string[] arguments =
            [
                "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--no-auto-maintenance", "--",
                remote.Address.Url, .. missing.Select(n => $"+refs/heads/{n}:{PrivateRef(n)}"),
            ];
            if (attempt == Attempts)
            {
                await remote.RunAsync(arguments, cancellation);
                return (await MissingAsync(listing.Heads, cancellation)).Count == 0 ? listing : throw new FailureException(new Failure(
                    FailureCodes.BranchConflict, $"branches of {remote.Address.Hide(remote.Address.Url)} are moved by somebody else faster than they can be fetched"));
            }

            var answer = await remote.TryAsync(arguments, cancellation);
            if (answer.ExitCode == 0 && (await MissingAsync(listing.Heads, cancellation)).Count == 0)
            {
                return listing;
            }
        }
    }

    // Fetched means that the private ref says so: a commit alone may be there without what belongs to it.
    private async Task<IReadOnlyList<string>> MissingAsync(Dictionary<string, string> heads, CancellationToken cancellation)
    {
        if (heads.Count == 0)
        {
            return [];
        }

        var answer = await git.RunAsync(["for-each-ref", "--format=%(objectname) %(refname)", .. heads.Keys.Select(PrivateRef)], input: default, cancellation);
        var known = answer.Text.Split('\n');
        return [.. heads.Where(h => !known.Contains($"{h.Value} {PrivateRef(h.Key)}", StringComparer.Ordinal)).Select(h => h.Key)];
    }

    // `ref: refs/heads/main`, tab, `HEAD`; and `COMMIT`, tab, name. Patterns match the end of names.
    private async Task<Listing> ListAsync(IReadOnlyList<string> patterns, CancellationToken cancellation)
    {
        const string Symbolic = "ref: refs/heads/", Branch = "refs/heads/";
        var answer = await remote.RunAsync(["ls-remote", "--quiet", "--symref", "--", remote.Address.Url, .. patterns], cancellation);
        var listing = new Listing(new Dictionary<string, string>(StringComparer.Ordinal), "");
        var head = "";
        foreach (var fields in answer.Text.Split('\n', MaximumRefs).Select(l => l.Split('\t')).Where(f => f.Length == 2))
        {
            if (fields[1] == "HEAD")
            {
                listing = fields[0].StartsWith(Symbolic, StringComparison.Ordinal) ? listing with { Default = fields[0][Symbolic.Length..] } : listing;
                head = fields[0];
            }
            else if (fields[1].StartsWith(Branch, StringComparison.Ordinal) && (patterns[0].EndsWith('*') || patterns.Contains(fields[1], StringComparer.Ordinal)))
            {
                listing.Heads[fields[1][Branch.Length..]] = fields[0];
            }
        }

        // A remote without commits names the branch that will be its first one.
        if (listing.Default.Length > 0 && GitNames.IsCommit(head))
        {
            listing.Heads[listing.Default] = head;
        }

        return listing;
    }

    private string PrivateRef(string branch) =>
        "refs/pipelinekit/" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(remote.Address.Url + '\n' + branch)).AsSpan(0, 12));

    // Another push of the same branch that is not over yet.
    private static bool IsLocked(GitAnswer answer) =>
        answer.Text.Contains("failed to update ref", StringComparison.Ordinal) || answer.Text.Contains("cannot lock ref", StringComparison.Ordinal)
        || answer.Error.Contains("cannot lock ref", StringComparison.Ordinal);

    // With --porcelain a line `!`, tab, refs, tab, `[remote rejected] (why)`.
    private FailureException Refused(string branch, GitAnswer answer)
    {
        var rejected = answer.Text.Split('\n').FirstOrDefault(l => l.StartsWith('!'));
        return rejected is null
            ? new FailureException(remote.FailureOf("push", answer))
            : new FailureException(new Failure(
                FailureCodes.BranchConflict,
                $"{remote.Address.Hide(remote.Address.Url)} does not let the branch `{branch}` be moved: {rejected[(rejected.LastIndexOf('\t') + 1)..].Trim()}",
                "Protected branches need a token that may push to them, or a pull request: give another branch."));
    }
}
