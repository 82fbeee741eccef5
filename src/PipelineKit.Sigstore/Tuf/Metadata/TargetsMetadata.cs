namespace PipelineKit.Sigstore;

/// <summary>Targets metadata (specification, section 4.5), of the top role or a delegated one.</summary>
internal sealed class TargetsMetadata
{
    internal const string TopRole = "targets";
    private readonly TufNode _targets;

    private TargetsMetadata(TufFile file)
    {
        File = file;
        _targets = file.Signed.Member("targets");
        Delegations = file.Signed.Optional("delegations") is { } delegations ? TufDelegation.ReadAll(delegations) : [];
    }

    internal TufFile File { get; }

    /// <summary>In the order in which they are asked.</summary>
    internal IReadOnlyList<TufDelegation> Delegations { get; }

    /// <summary>Reads a file that its delegator's keys signed.</summary>
    internal static TargetsMetadata Read(string role, TufSigners signers, ReadOnlyMemory<byte> bytes)
    {
        var file = TufFile.Parse(role, TopRole, bytes);
        signers.Verify(file);
        return new(file);
    }

    /// <summary>What this role itself says about a target, or null.</summary>
    internal TufHashes? Find(string target)
    {
        if (_targets.Optional(target) is not { } found)
        {
            return null;
        }

        var hashes = TufHashes.Read(found);
        return hashes.Length is null || (hashes.Sha256 is null && hashes.Sha512 is null) ? throw found.Wrong($"{found.Path} has no length or no hashes") : hashes;
    }
}
