using System.Globalization;

namespace PipelineKit.Sigstore;

/// <summary>A metadata file (specification, section 4.2): what all roles have in common. Parsed, not yet believed.</summary>
internal sealed class TufFile
{
    private const int MaximumSignatures = 256;
    private const string DateFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";

    private TufFile(string role, ReadOnlyMemory<byte> bytes, TufNode root)
    {
        Role = role;
        Bytes = bytes;
        Signed = root.Member("signed");
        SignedBytes = CanonicalJson.Write(Signed);
        Signatures = ReadSignatures(root.Member("signatures"));
        Version = Signed.Member("version").Number(least: 1);
        Expires = ReadDate(Signed.Member("expires"));
    }

    /// <summary>The role it is for: <c>timestamp</c>, or a delegated role's name.</summary>
    internal string Role { get; }

    /// <summary>The file as it came.</summary>
    internal ReadOnlyMemory<byte> Bytes { get; }

    internal TufNode Signed { get; }

    /// <summary>What the signatures are over.</summary>
    internal byte[] SignedBytes { get; }

    /// <summary>Signatures by key id; those left empty are not in it.</summary>
    internal IReadOnlyDictionary<string, byte[]> Signatures { get; }

    internal long Version { get; }

    internal DateTimeOffset Expires { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="role">The role's name, also for errors.</param>
    /// <param name="type">What <c>_type</c> must be.</param>
    /// <param name="bytes">The file.</param>
    internal static TufFile Parse(string role, string type, ReadOnlyMemory<byte> bytes)
    {
        var root = TufNode.Parse(role, bytes.Span);
        var signed = root.Member("signed");
        if (signed.Member("_type").Text() != type)
        {
            throw signed.Wrong($"_type is not {type}");
        }

        var version = signed.Member("spec_version").Text();
        if (!version.StartsWith("1.", StringComparison.Ordinal))
        {
            throw signed.Wrong($"spec_version is {TufNode.Shown(version)}; 1.x is supported");
        }

        return new TufFile(role, bytes, root);
    }

    /// <summary>Throws when the file is past its date.</summary>
    internal void CheckExpiry(DateTimeOffset now)
    {
        if (Expires <= now)
        {
            throw new TufException(TufProblem.Expired, Role, $"version {Version} expired at {Expires.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, and there is no newer one");
        }
    }

    private static Dictionary<string, byte[]> ReadSignatures(TufNode list)
    {
        var signatures = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.Items())
        {
            var id = item.Member("keyid").Text();
            if (!seen.Add(id))
            {
                throw item.Wrong("the same key id is given two signatures");
            }

            if (seen.Count > MaximumSignatures)
            {
                throw item.Wrong($"there are more than {MaximumSignatures} signatures");
            }

            // An empty one is a place kept for a signature to come.
            var signature = item.Member("sig");
            if (signature.Text() is { Length: > 0 } hex)
            {
                signatures[id] = TufHex.Bytes(signature, hex);
            }
        }

        return signatures;
    }

    private static DateTimeOffset ReadDate(TufNode node) =>
        DateTimeOffset.TryParseExact(node.Text(), DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : throw node.Wrong("expires is not a date such as 2030-01-31T12:00:00Z");
}
