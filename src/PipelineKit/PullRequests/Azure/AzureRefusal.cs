using PipelineKit.Failures;

namespace PipelineKit.PullRequests.Azure;

/// <summary>Says what a token may not do, and what would let it.</summary>
internal static class AzureRefusal
{
    /// <summary>The failure an answer stands for.</summary>
    internal static FailureException Of(AzurePlace place, HostAnswer answer, string doing)
    {
        var said = answer.Message.Length > 0 ? $" It says: {answer.Message}" : "";
        var what = $"{place.Project.Host} does not let the token {doing} ({place.Name}, {answer.Status}).{said}";
        return new FailureException(answer.Status switch
        {
            403 => new Failure(
                FailureCodes.RemoteRefused, what,
                "Give the identity of the pipeline (`PROJECT Build Service`) on this repository: Contribute, Create branch, Contribute to pull requests, and Read; a personal access token needs the scope Code (Read & write)."),
            404 => new Failure(
                FailureCodes.RemoteRefused, what,
                "Check organisation, project and repository. A pipeline that is limited to the repositories it names (`Protect access to repositories in YAML pipelines`) sees no others: name this one in `resources` or in a `checkout`."),
            >= 200 and < 300 => new Failure(FailureCodes.RemoteProtocol, what),
            _ => new Failure(FailureCodes.RemoteRefused, what),
        });
    }

    /// <summary>The same as one sentence, for what is not worth failing for.</summary>
    internal static string Note(string what, HostAnswer answer) =>
        $"{what}: {(answer.Status is 403 or 404 ? $"the token may not ({answer.Status})" : $"it answered {answer.Status}")}{(answer.Message.Length > 0 ? $", {answer.Message}" : "")}.";
}
