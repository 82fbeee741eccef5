using PipelineKit.Failures;

namespace PipelineKit.PullRequests;

/// <summary>Lists commits with who made them.</summary>
internal static class CommitList
{
    private const int Maximum = 1000;

    /// <summary>The commits that <c>git rev-list</c> gives for these revisions, newest first.</summary>
    /// <exception cref="FailureException">More than a branch of this program's can have.</exception>
    internal static async Task<IReadOnlyList<OwnCommit>> ReadAsync(GitCommand git, IReadOnlyList<string> revisions, CancellationToken cancellation)
    {
        // %x00 is the end of a field; a message has none. rev-list writes `commit HEX` and a line feed before each.
        string[] arguments = ["rev-list", $"--max-count={Maximum + 1}", "--format=%an <%ae>%x00%cn <%ce>%x00%B%x00", .. revisions];
        var fields = (await git.RunAsync(arguments, input: default, cancellation)).Text.Split('\0');
        var commits = new List<OwnCommit>();
        for (var i = 0; i + 2 < fields.Length; i += 3)
        {
            var author = fields[i].TrimStart('\n');
            commits.Add(new OwnCommit(author[(author.IndexOf('\n', StringComparison.Ordinal) + 1)..], fields[i + 1], fields[i + 2]));
        }

        return commits.Count <= Maximum ? commits : throw new FailureException(new Failure(
            FailureCodes.BranchConflict, $"a branch has more than {Maximum} commits that no other branch has", "See whose they are, and delete it by hand if it is of no use."));
    }
}
