namespace PipelineKit.Sigstore;

/// <summary>Snapshot metadata (specification, section 4.4): the versions of all targets files that belong together.</summary>
internal sealed class SnapshotMetadata
{
    internal const string Role = "snapshot";

    private SnapshotMetadata(TufFile file)
    {
        File = file;
        Files = file.Signed.Member("meta").Members().ToDictionary(m => m.Name, m => FileMetadata.Read(m.Value), StringComparer.Ordinal);
    }

    internal TufFile File { get; }

    /// <summary>By file name: <c>targets.json</c>.</summary>
    internal IReadOnlyDictionary<string, FileMetadata> Files { get; }

    /// <summary>Reads a file that the root's keys signed.</summary>
    internal static SnapshotMetadata Read(RootMetadata root, ReadOnlyMemory<byte> bytes)
    {
        var file = TufFile.Parse(Role, Role, bytes);
        root.Snapshot.Verify(file);
        return new(file);
    }

    /// <summary>Throws when a file that the older one listed is gone or has a lower version.</summary>
    internal void CheckRollback(SnapshotMetadata older)
    {
        foreach (var (name, before) in older.Files)
        {
            if (!Files.TryGetValue(name, out var now))
            {
                throw new TufException(TufProblem.Rollback, Role, $"version {File.Version} no longer lists {name}");
            }

            if (now.Version < before.Version)
            {
                throw new TufException(TufProblem.Rollback, Role, $"it lists version {now.Version} of {name} after version {before.Version}");
            }
        }
    }

    /// <summary>The file of a targets role; throws when the snapshot does not list it.</summary>
    internal FileMetadata For(string role) =>
        Files.TryGetValue(role + ".json", out var file) ? file : throw new TufException(TufProblem.Malformed, Role, $"{role}.json is not listed");
}

/// <summary>A metadata file as another one announces it.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Hashes">Its length and hashes, as far as they are said.</param>
internal sealed record FileMetadata(long Version, TufHashes Hashes)
{
    internal static FileMetadata Read(TufNode node) => new(node.Member("version").Number(least: 1), TufHashes.Read(node));

    /// <summary>Throws when the file is not the one that is announced.</summary>
    internal void Check(TufFile file)
    {
        if (file.Version != Version)
        {
            throw new TufException(TufProblem.Rollback, file.Role, $"version {file.Version} came where version {Version} is announced");
        }
    }
}
