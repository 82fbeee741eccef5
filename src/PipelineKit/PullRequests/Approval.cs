namespace PipelineKit.PullRequests;

/// <summary>Whose approvals are asked for.</summary>
/// <param name="Environment">The environment of the run (GitHub environment, Azure environment) they were given for.</param>
/// <param name="Commit">The commit that was reviewed: reviews of pull requests that brought it count; null for those of the run alone.</param>
public sealed record ApprovalQuery(string Environment, string? Commit);

/// <summary>An approval.</summary>
/// <param name="Who">Login or e-mail address.</param>
/// <param name="Source"><c>github-environment</c>, <c>github-review</c>, <c>azure-approval</c>, <c>azure-review</c>.</param>
/// <param name="At">When; null when the host does not say.</param>
/// <param name="AtSource">Where that time is from, as the host calls the field; empty without one.</param>
/// <param name="Bound">The commit that was seen; null for what approves a run.</param>
/// <param name="Comment">What they wrote; not neutralised.</param>
public sealed record Approval(string Who, string Source, DateTimeOffset? At, string AtSource, string? Bound, string Comment);
