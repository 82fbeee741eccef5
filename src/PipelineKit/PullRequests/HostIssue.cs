namespace PipelineKit.PullRequests;

/// <summary>Issues that are asked for.</summary>
/// <param name="Labels">Labels (GitHub) or tags (Azure Boards); an issue has at least one of them.</param>
/// <param name="Since">Opened at this time or later.</param>
/// <param name="Until">Opened before this time.</param>
public sealed record IssueQuery(IReadOnlyList<string> Labels, DateTimeOffset Since, DateTimeOffset Until);

/// <summary>An issue of GitHub, or a work item of Azure Boards. All texts are as people wrote them; not neutralised.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Url">Where people see it.</param>
/// <param name="Title">Its title.</param>
/// <param name="Body">What it says; HTML on Azure Boards. May be empty.</param>
/// <param name="Labels">All of its labels or tags.</param>
/// <param name="Opened">When it was opened.</param>
/// <param name="Closed">When it was closed; null while it is open.</param>
public sealed record HostIssue(int Number, string Url, string Title, string Body, IReadOnlyList<string> Labels, DateTimeOffset Opened, DateTimeOffset? Closed);
