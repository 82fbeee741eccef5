using PipelineKit.Failures;
using PipelineKit.Git;

namespace PipelineKit.PullRequests;

/// <summary>What a proposal must look like before anything is done for it, on any host.</summary>
internal static class ProposalRules
{
    private const int MaximumFiles = 50_000;
    private const long MaximumBytes = 512L << 20;
    private const int MaximumFailures = 20;

    /// <summary>Throws with everything that is wrong.</summary>
    internal static void Check(ChangeProposal proposal)
    {
        var failures = Names(proposal).Concat(Paths(proposal.Changes)).Take(MaximumFailures).ToList();
        if (failures.Count > 0)
        {
            throw new FailureException(failures);
        }
    }

    /// <summary>Throws with everything that is wrong with the names of branches and the paths of a read; a path that ends in <c>/</c> is a folder.</summary>
    internal static void CheckRead(IReadOnlyList<string> branches, IReadOnlyList<string> paths)
    {
        var bad = branches.Where(b => !IsBranch(b)).Select(BadBranch);
        var unreadable = paths.Where(p => p != "/").Select(p => (Path: p, Problem: RepositoryPath.Problem(p.EndsWith('/') ? p[..^1] : p))).Where(p => p.Problem is not null);
        var failures = bad.Concat(unreadable.Select(p => At(p.Path, p.Problem!))).Take(MaximumFailures).ToList();
        if (failures.Count > 0)
        {
            throw new FailureException(failures);
        }
    }

    private static IEnumerable<Failure> Names(ChangeProposal proposal)
    {
        if (!IsBranch(proposal.Branch))
        {
            yield return BadBranch(proposal.Branch);
        }

        if (proposal.BaseBranch is { } baseBranch && !IsBranch(baseBranch))
        {
            yield return BadBranch(baseBranch);
        }

        if (proposal.Title.AsSpan().Trim().IsEmpty || proposal.Title.AsSpan().ContainsAny('\n', '\r'))
        {
            yield return new Failure(FailureCodes.BadInputValue, "the title of the change is empty or has several lines", "Give a title of one line.");
        }

        foreach (var text in (string[])[proposal.Author.Name, proposal.Author.Email])
        {
            if (text.AsSpan().Trim(" .,:;\"'").IsEmpty || text.AsSpan().ContainsAny('<', '>') || text.Any(char.IsControl))
            {
                yield return new Failure(
                    FailureCodes.BadInputValue, $"`{text}` cannot be the name or e-mail address of an author", "Give a name and an address without `<`, `>` and ends of line.");
            }
        }

        foreach (var (key, value) in proposal.Trailers)
        {
            if (key.Length == 0 || !key.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') || value.Any(char.IsControl))
            {
                yield return new Failure(FailureCodes.BadInputValue, $"`{key}: {value}` cannot be a trailer of a commit message", "A trailer is a word, a colon and a text of one line.");
            }
        }
    }

    private static IEnumerable<Failure> Paths(ChangeSet changes)
    {
        if (changes.Files.Count > MaximumFiles)
        {
            yield return new Failure(FailureCodes.UnwritableFile, $"{changes.Files.Count} files are too many for one commit; at most {MaximumFiles} are written");
        }

        if (changes.Files.Sum(f => (long)(f.Content?.Length ?? 0)) > MaximumBytes)
        {
            yield return new Failure(FailureCodes.UnwritableFile, $"the files of one commit have at most {MaximumBytes >> 20} MiB together");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in changes.Files)
        {
            if (RepositoryPath.Problem(file.Path) is { } problem)
            {
                yield return At(file.Path, problem);
            }
            else if (!seen.Add(file.Path))
            {
                yield return At(file.Path, "is in the change twice");
            }
        }

        if (changes.Owned is { } owned)
        {
            foreach (var path in (string[])[owned.Path, owned.ListPath])
            {
                if (path.Length > 0 && RepositoryPath.Problem(path) is { } problem)
                {
                    yield return At(path, problem);
                }
            }
        }
    }

    internal static Failure At(string path, string problem) => new(FailureCodes.UnwritableFile, $"`{path}` {problem}", Place: new SourcePlace(path));

    // Git takes more names than people can handle: a branch called like an option, like a commit or like a ref is none of them to the next command.
    private static bool IsBranch(string name) =>
        GitNames.IsRef(name) && !GitNames.IsCommit(name) && name is not "HEAD" && !name.StartsWith("refs/", StringComparison.Ordinal);

    private static Failure BadBranch(string name) => new(
        FailureCodes.BadInputValue,
        $"`{name}` cannot be the name of a branch",
        "Give a short name such as `render/production`: no blanks, no `..`, none of `~^:?*[\\`, no leading dash, and without `refs/heads/`.");
}
