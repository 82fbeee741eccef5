using System.Globalization;
using PipelineKit.Failures;

namespace PipelineKit.PullRequests;

/// <summary>Lists commits with who made them.</summary>
internal static class CommitList
{
    private const int Maximum = 1000;
    private const int MaximumLast = 100;

    /// <summary>The commits that <c>git rev-list</c> gives for these revisions, newest first.</summary>
    /// <exception cref="FailureException">More than a branch of this program's can have.</exception>
    internal static async Task<IReadOnlyList<OwnCommit>> ReadAsync(GitCommand git, IReadOnlyList<string> revisions, CancellationToken cancellation)
    {
        var commits = await ListAsync(git, Maximum + 1, revisions, cancellation);
        return commits.Count <= Maximum ? commits : throw new FailureException(new Failure(
            FailureCodes.BranchConflict, $"a branch has more than {Maximum} commits that no other branch has", "See whose they are, and delete it by hand if it is of no use."));
    }

    /// <summary>The last commits of a branch itself (merged ones left out), newest first; at most 100.</summary>
    internal static Task<IReadOnlyList<OwnCommit>> LastAsync(GitCommand git, string head, string? start, CancellationToken cancellation) =>
        ListAsync(git, MaximumLast, start is null ? ["--first-parent", head] : ["--first-parent", head, "^" + start], cancellation);

    private static async Task<IReadOnlyList<OwnCommit>> ListAsync(GitCommand git, int maximum, IReadOnlyList<string> revisions, CancellationToken cancellation)
    {
        // %x00 is the end of a field; a message has none. rev-list writes `commit HEX` and a line feed before each.
        string[] arguments = ["rev-list", string.Create(CultureInfo.InvariantCulture, $"--max-count={maximum}"), "--format=%an <%ae>%x00%cn <%ce>%x00%B%x00", .. revisions];
        var fields = (await git.RunAsync(arguments, input: default, cancellation)).Text.Split('\0');
        var commits = new List<OwnCommit>();
        for (var i = 0; i + 2 < fields.Length; i += 3)
        {
            var head = fields[i].TrimStart('\n');
            var end = head.IndexOf('\n', StringComparison.Ordinal);
            commits.Add(new OwnCommit(head["commit ".Length..end], head[(end + 1)..], fields[i + 1], fields[i + 2]));
        }

        return commits;
    }
}
