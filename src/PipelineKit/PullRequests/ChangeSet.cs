namespace PipelineKit.PullRequests;

/// <summary>Files that go into one commit.</summary>
/// <param name="Files">What is written and deleted; every path once.</param>
/// <param name="Owned">A folder of generated files, in which what is generated no longer is deleted; null to delete only what <paramref name="Files"/> says.</param>
public sealed record ChangeSet(IReadOnlyList<FileChange> Files, OwnedFolder? Owned = null);

/// <summary>A file as it shall be.</summary>
/// <param name="Path">Relative to the top of the repository, with <c>/</c>.</param>
/// <param name="Content">All of its bytes; null to delete it. Deleting what is not there is no change.</param>
public sealed record FileChange(string Path, ReadOnlyMemory<byte>? Content);

/// <summary>
/// A folder whose generated files are known by a list that was committed with them. Files in the list that are not part of the new change set are deleted;
/// files that somebody else put into the folder stay.
/// </summary>
/// <param name="Path">Relative to the top of the repository; empty for the top itself. Nothing outside of it is ever deleted.</param>
/// <param name="ListPath">The file that has the list, relative to the top of the repository; when it is not there nothing was generated before.</param>
/// <param name="ReadList">Reads the list: the paths of generated files, relative to the top of the repository.</param>
public sealed record OwnedFolder(string Path, string ListPath, Func<ReadOnlyMemory<byte>, IReadOnlyList<string>> ReadList);
