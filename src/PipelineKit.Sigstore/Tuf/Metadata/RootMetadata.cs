namespace PipelineKit.Sigstore;

/// <summary>Root metadata (specification, section 4.3): the keys of the four roles.</summary>
internal sealed class RootMetadata
{
    internal const string Role = "root";
    private readonly TufSigners _signers;

    private RootMetadata(TufFile file)
    {
        File = file;
        ConsistentSnapshot = file.Signed.Optional("consistent_snapshot")?.Flag() ?? false;
        var keys = TufSigners.ReadKeys(file.Signed.Member("keys"));
        var roles = file.Signed.Member("roles");
        _signers = new(roles.Member(Role), keys);
        Timestamp = new(roles.Member(TimestampMetadata.Role), keys);
        Snapshot = new(roles.Member(SnapshotMetadata.Role), keys);
        Targets = new(roles.Member(TargetsMetadata.TopRole), keys);
    }

    internal TufFile File { get; }

    /// <summary>Whether file names carry versions and hashes.</summary>
    internal bool ConsistentSnapshot { get; }

    internal TufSigners Timestamp { get; }

    internal TufSigners Snapshot { get; }

    internal TufSigners Targets { get; }

    /// <summary>Reads the root that is believed as it is; it must be signed by its own keys all the same.</summary>
    internal static RootMetadata Anchor(ReadOnlyMemory<byte> bytes)
    {
        var root = new RootMetadata(TufFile.Parse(Role, Role, bytes));
        root._signers.Verify(root.File);
        return root;
    }

    /// <summary>Reads the next root: signed by the keys of this one and by its own, and of the very next version.</summary>
    internal RootMetadata Next(ReadOnlyMemory<byte> bytes)
    {
        var next = new RootMetadata(TufFile.Parse(Role, Role, bytes));
        _signers.Verify(next.File);
        next._signers.Verify(next.File);
        return next.File.Version == File.Version + 1
            ? next
            : throw new TufException(TufProblem.Rollback, Role, $"version {next.File.Version} came where version {File.Version + 1} was asked for");
    }
}
