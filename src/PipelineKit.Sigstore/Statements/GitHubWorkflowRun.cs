namespace PipelineKit.Sigstore;

/// <summary>A run of a GitHub Actions workflow, in the words of its identity token's claims.</summary>
public sealed record GitHubWorkflowRun : BuildRun
{
    /// <summary>The build type of GitHub's own attestations.</summary>
    public const string BuildType = "https://actions.github.io/buildtypes/workflow/v1";

    /// <summary>The server: <c>https://github.com</c>.</summary>
    public required string Server { get; init; }

    /// <summary><c>owner/name</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>The commit, full hex.</summary>
    public required string Commit { get; init; }

    /// <summary>The ref that was built: <c>refs/heads/main</c>.</summary>
    public required string Reference { get; init; }

    /// <summary>The workflow that was started: <c>owner/name/.github/workflows/x.yml@refs/heads/main</c>.</summary>
    public required string WorkflowReference { get; init; }

    /// <summary>The workflow the job is defined in, which differs for reusable workflows; null when only the token would say it.</summary>
    public string? JobWorkflowReference { get; init; }

    /// <summary>What started it: <c>push</c>.</summary>
    public required string Event { get; init; }

    /// <summary>The repository's number.</summary>
    public required string RepositoryId { get; init; }

    /// <summary>The owner's number.</summary>
    public required string OwnerId { get; init; }

    /// <summary><c>github-hosted</c> or <c>self-hosted</c>.</summary>
    public required string RunnerEnvironment { get; init; }

    /// <summary>The run's number.</summary>
    public required string RunId { get; init; }

    /// <summary>Which try of the run, from 1.</summary>
    public required string Attempt { get; init; }

    /// <inheritdoc />
    public override SlsaProvenance ToProvenance()
    {
        var repository = $"{Server}/{Repository}";
        var (path, reference) = Workflow();
        return new SlsaProvenance(
            BuildType,
            PredicateJson.Object(json => json.Object("workflow", () =>
            {
                json.WriteString("ref", reference);
                json.WriteString("repository", repository);
                json.WriteString("path", path);
            })),
            PredicateJson.Object(json => json.Object("github", () =>
            {
                json.WriteString("event_name", Event);
                json.WriteString("repository_id", RepositoryId);
                json.WriteString("repository_owner_id", OwnerId);
                json.WriteString("runner_environment", RunnerEnvironment);
            })),
            [Source(repository, Reference, Commit)],
            $"{Server}/{JobWorkflowReference ?? WorkflowReference}",
            $"{repository}/actions/runs/{RunId}/attempts/{Attempt}");
    }

    // owner/name/.github/workflows/x.yml@refs/heads/main
    private (string Path, string Reference) Workflow()
    {
        var text = WorkflowReference.StartsWith(Repository + "/", StringComparison.Ordinal) ? WorkflowReference[(Repository.Length + 1)..] : WorkflowReference;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? (text, Reference) : (text[..at], text[(at + 1)..]);
    }
}
