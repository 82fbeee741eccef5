namespace PipelineKit.Testing;

/// <summary>A call to a <see cref="MemoryPullRequests"/>.</summary>
/// <param name="Number">Which one since it was made, from 1.</param>
/// <param name="Name"><c>read</c>, <c>commit</c>, <c>put</c>, <c>check</c>, <c>close</c>, <c>approvals</c>, <c>deployment</c>.</param>
/// <param name="Branch">The branch it is about; null for the default branch, and for calls about none.</param>
public sealed record MemoryCall(int Number, string Name, string? Branch);

/// <summary>A commit of a <see cref="MemoryPullRequests"/>.</summary>
/// <param name="Id">64 hex digits.</param>
/// <param name="Parent">The commit before it; null for a first one.</param>
/// <param name="Files">All files of its tree.</param>
/// <param name="Title">Its subject.</param>
/// <param name="IsOurs">Whether it was made through the interface, and not by a person.</param>
public sealed record MemoryCommit(string Id, string? Parent, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files, string Title, bool IsOurs);

/// <summary>A pull request of a <see cref="MemoryPullRequests"/>.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Proposal">What was asked for last.</param>
/// <param name="State"><c>open</c>, <c>closed</c> or <c>merged</c>.</param>
public sealed record MemoryPullRequest(int Number, PipelineKit.PullRequests.ChangeProposal Proposal, string State);
