using PipelineKit.Failures;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>Says what a token may not do, and which permissions would let it.</summary>
internal static class GitHubRefusal
{
    /// <summary>What putting changes up takes.</summary>
    internal static readonly string[] Writing = ["contents: write", "pull-requests: write"];

    /// <summary>What reading approvals takes.</summary>
    internal static readonly string[] Reading = ["actions: read", "contents: read", "pull-requests: read"];

    /// <summary>The failure an answer stands for.</summary>
    /// <param name="place">Who answered.</param>
    /// <param name="answer">What.</param>
    /// <param name="doing">What was tried: <c>does not let the token</c> ...</param>
    /// <param name="permissions">What it takes, as lines of <c>permissions:</c>.</param>
    internal static FailureException Of(GitHubPlace place, HostAnswer answer, string doing, IReadOnlyList<string> permissions)
    {
        var said = answer.Message.Length > 0 ? $" It says: {answer.Message}" : "";
        var where = $"{place.Api.Host} does not let the token {doing} ({place.Repository}, {answer.Status}).{said}";
        if (answer.Status == 401)
        {
            return Failed(FailureCodes.RemoteRefused, where, "The token is expired, withdrawn or of another server; give a valid `token`.");
        }

        if (answer.Says("not permitted to create or approve pull requests"))
        {
            return Failed(
                FailureCodes.RemoteRefused, where,
                "Allow it in the settings of the repository or organisation (Actions, General, `Allow GitHub Actions to create and approve pull requests`), or act as a GitHub App with `app-id`.");
        }

        if (answer.Status is 403 or 404 || GitHubGraph.IsForbidden(answer))
        {
            return Failed(FailureCodes.RemoteRefused, where, Remedy(answer.Permissions, permissions));
        }

        return answer.Says("is empty")
            ? Failed(FailureCodes.UnusableRepository, $"{place.Repository} has no commit yet.", "Make a first commit, such as one with a README, so that there is a branch to start from.")
            : Failed(answer.IsSuccess ? FailureCodes.RemoteProtocol : FailureCodes.RemoteRefused, where, remedy: null);
    }

    /// <summary>The same as one sentence, for what is not worth failing for.</summary>
    internal static string Note(string what, HostAnswer answer) =>
        $"{what}: {(answer.Status is 403 or 404 ? $"the token may not ({answer.Status})" : $"it answered {answer.Status}")}{(answer.Message.Length > 0 ? $", {answer.Message}" : "")}.";

    // GitHub names what it would have accepted, as in `contents=write,workflows=write; administration=write`; the first is the least.
    private static string Remedy(string accepted, IReadOnlyList<string> permissions)
    {
        var asked = accepted.Split(';')[0].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(p => p.Length < 60 && p.All(c => char.IsAsciiLetterLower(c) || c is '_' or '='))
            .Select(p => p.Replace("_", "-", StringComparison.Ordinal).Replace("=", ": ", StringComparison.Ordinal));
        var lines = permissions.Concat(asked.Where(p => !permissions.Contains(p, StringComparer.Ordinal) && !p.StartsWith("metadata", StringComparison.Ordinal)));
        return "Give the job\n\npermissions:\n" + string.Concat(lines.Select(l => $"  {l}\n"))
            + "\nA fine-grained token or a GitHub App needs the same of this repository. What the token may not see is answered as if it were not there.";
    }

    private static FailureException Failed(FailureCode code, string what, string? remedy) => new(new Failure(code, what, remedy));
}
