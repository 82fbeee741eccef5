namespace PipelineKit.Render;

/// <summary>What a run does to a file.</summary>
internal enum FileStatus
{
    /// <summary>It is as it would be rendered, or differs only in which commit and run made it.</summary>
    Unchanged,

    /// <summary>It is not there yet.</summary>
    Added,

    /// <summary>It has other bytes.</summary>
    Modified,

    /// <summary>Nothing makes it any more.</summary>
    Removed,

    /// <summary>Nothing makes it any more, but somebody changed it since, so it stays.</summary>
    LeftOver,
}

/// <summary>A file as it is and as it shall be.</summary>
/// <param name="Path">Relative to the working directory, or to the top of the repository when there is a branch; with <c>/</c>.</param>
/// <param name="Status">What becomes of it.</param>
/// <param name="Before">Its bytes; null when it is not there.</param>
/// <param name="After">Its bytes; null when it goes.</param>
internal sealed record PlannedFile(string Path, FileStatus Status, ReadOnlyMemory<byte>? Before, ReadOnlyMemory<byte>? After)
{
    /// <summary>Whether something is written or deleted.</summary>
    internal bool IsChange => Status is FileStatus.Added or FileStatus.Modified or FileStatus.Removed;
}
