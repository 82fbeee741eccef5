namespace PipelineKit.Sigstore;

/// <summary>Who may sign for a role: key ids and how many of their keys must have (specification, section 4.3, "ROLE").</summary>
internal sealed class TufSigners
{
    private readonly IReadOnlyDictionary<string, VerificationKey?> _keys;
    private readonly IReadOnlySet<string> _keyIds;
    private readonly long _threshold;

    /// <summary>Reads <c>keyids</c> and <c>threshold</c>.</summary>
    /// <param name="role">The object with both.</param>
    /// <param name="keys">All keys of the delegating file.</param>
    internal TufSigners(TufNode role, IReadOnlyDictionary<string, VerificationKey?> keys)
    {
        _keys = keys;
        _threshold = role.Member("threshold").Number(least: 1);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in role.Member("keyids").Items())
        {
            if (!ids.Add(id.Text()))
            {
                throw id.Wrong($"{id.Path} names a key a second time");
            }
        }

        _keyIds = ids;
    }

    /// <summary>The keys of a file by id; null where a key is of no known kind.</summary>
    internal static Dictionary<string, VerificationKey?> ReadKeys(TufNode keys) =>
        keys.Members().ToDictionary(k => k.Name, k => TufKey.Read(k.Value), StringComparer.Ordinal);

    /// <summary>Throws unless enough different keys signed the file. Ids that lead to the same key count once.</summary>
    internal void Verify(TufFile file)
    {
        var signed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in _keyIds)
        {
            if (file.Signatures.TryGetValue(id, out var signature) && _keys.TryGetValue(id, out var key) && key is not null && key.Verify(file.SignedBytes, signature))
            {
                signed.Add(Convert.ToHexString(key.Id.Span));
            }
        }

        if (signed.Count < _threshold)
        {
            throw new TufException(TufProblem.Unsigned, file.Role, $"version {file.Version} has {signed.Count} valid signatures of the role's keys, and {_threshold} are needed");
        }
    }
}
