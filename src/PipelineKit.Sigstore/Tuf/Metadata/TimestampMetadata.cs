namespace PipelineKit.Sigstore;

/// <summary>Timestamp metadata (specification, section 4.6): which snapshot is the newest.</summary>
internal sealed class TimestampMetadata
{
    internal const string Role = "timestamp";

    private TimestampMetadata(TufFile file)
    {
        File = file;
        Snapshot = FileMetadata.Read(file.Signed.Member("meta").Member(SnapshotMetadata.Role + ".json"));
    }

    internal TufFile File { get; }

    /// <summary>The snapshot that is announced.</summary>
    internal FileMetadata Snapshot { get; }

    /// <summary>Reads a file that the root's keys signed.</summary>
    internal static TimestampMetadata Read(RootMetadata root, ReadOnlyMemory<byte> bytes)
    {
        var file = TufFile.Parse(Role, Role, bytes);
        root.Timestamp.Verify(file);
        return new(file);
    }

    /// <summary>Throws when this takes anything back that the older one said.</summary>
    internal void CheckRollback(TimestampMetadata older)
    {
        if (File.Version < older.File.Version)
        {
            throw new TufException(TufProblem.Rollback, Role, $"version {File.Version} came after version {older.File.Version}");
        }

        if (Snapshot.Version < older.Snapshot.Version)
        {
            throw new TufException(TufProblem.Rollback, Role, $"it announces snapshot {Snapshot.Version} after snapshot {older.Snapshot.Version}");
        }
    }
}
