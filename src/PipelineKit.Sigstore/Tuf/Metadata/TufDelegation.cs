using System.Security.Cryptography;
using System.Text;

namespace PipelineKit.Sigstore;

/// <summary>A role that a targets role trusts for some targets (specification, section 4.5, "DELEGATIONS").</summary>
internal sealed class TufDelegation
{
    private const int MaximumNameLength = 256;
    private static readonly string[] TopRoles = [RootMetadata.Role, TimestampMetadata.Role, SnapshotMetadata.Role, TargetsMetadata.TopRole];

    private readonly IReadOnlyList<string>? _paths;
    private readonly IReadOnlyList<string>? _hashPrefixes;

    private TufDelegation(TufNode role, IReadOnlyDictionary<string, VerificationKey?> keys)
    {
        Name = role.Member("name").Text();
        if (Name.Length is 0 or > MaximumNameLength || Name.Any(char.IsControl) || TopRoles.Contains(Name, StringComparer.Ordinal))
        {
            throw role.Wrong($"{role.Path}.name is not a name that a delegated role may have");
        }

        Signers = new(role, keys);
        Terminating = role.Member("terminating").Flag();
        _paths = role.Optional("paths")?.Items().Select(p => p.Text()).ToList();
        _hashPrefixes = role.Optional("path_hash_prefixes")?.Items().Select(p => p.Text()).ToList();
        if (_paths is null == _hashPrefixes is null)
        {
            throw role.Wrong($"{role.Path} has not exactly one of paths and path_hash_prefixes");
        }
    }

    internal string Name { get; }

    internal TufSigners Signers { get; }

    /// <summary>Whether no role after this one is asked for targets that this one is trusted with.</summary>
    internal bool Terminating { get; }

    internal static IReadOnlyList<TufDelegation> ReadAll(TufNode delegations)
    {
        var keys = TufSigners.ReadKeys(delegations.Member("keys"));
        var roles = delegations.Member("roles").Items().Select(r => new TufDelegation(r, keys)).ToList();
        return roles.DistinctBy(r => r.Name, StringComparer.Ordinal).Count() == roles.Count ? roles : throw delegations.Wrong($"{delegations.Path}.roles gives a name twice");
    }

    /// <summary>Whether the role is trusted with this target.</summary>
    internal bool Covers(string target)
    {
        if (_paths is not null)
        {
            return _paths.Any(p => TufPath.Matches(p, target));
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target)));
        return _hashPrefixes!.Any(p => hash.StartsWith(p, StringComparison.Ordinal));
    }
}
