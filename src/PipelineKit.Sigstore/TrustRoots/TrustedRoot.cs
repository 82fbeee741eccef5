namespace PipelineKit.Sigstore;

/// <summary>The keys and certificates that are believed (protobuf-specs, <c>sigstore_trustroot.proto</c>, <c>TrustedRoot</c>).</summary>
/// <param name="TransparencyLogs">Logs that entries are verified with.</param>
/// <param name="CertificateLogs">Logs of certificates, which SCTs are verified with.</param>
/// <param name="CertificateAuthorities">Issuers of signing certificates.</param>
/// <param name="TimestampAuthorities">Issuers of timestamps.</param>
public sealed record TrustedRoot(
    IReadOnlyList<TrustedLog> TransparencyLogs,
    IReadOnlyList<TrustedLog> CertificateLogs,
    IReadOnlyList<TrustedAuthority> CertificateAuthorities,
    IReadOnlyList<TrustedAuthority> TimestampAuthorities)
{
    /// <summary>The largest file that is read: 4 MiB.</summary>
    public const int MaximumSize = 4 << 20;

    /// <summary>Trusts nothing: for bundles signed with a key and verified without logs.</summary>
    public static TrustedRoot Empty { get; } = new([], [], [], []);

    /// <summary>The public-good instance (sigstore.dev), as of this version: for verifying offline. The TUF client has the current one.</summary>
    public static TrustedRoot PublicGood => PublicGoodRoot.Value;

    private static Lazy<TrustedRoot> PublicGoodRoot { get; } = new(ReadPublicGood);

    /// <summary>Reads trusted_root.json (0.1 and 0.2, all media types); throws <see cref="SigstoreFormatException"/>, also when a log key has no <c>validFor.start</c>.</summary>
    public static TrustedRoot Parse(ReadOnlyMemory<byte> json) => TrustedRootReader.Read(json);

    private static TrustedRoot ReadPublicGood()
    {
        using var stream = typeof(TrustedRoot).Assembly.GetManifestResourceStream("public-good/trusted_root.json")!;
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        return Parse(json);
    }
}

/// <summary>A log that is believed.</summary>
/// <param name="BaseUrl">Its address, as written: <c>https://rekor.sigstore.dev</c>.</param>
/// <param name="Id">Its key id (<c>logId.keyId</c>).</param>
/// <param name="CheckpointKeyId">Its checkpoint key id when it is given apart, else null.</param>
/// <param name="Key">Its key.</param>
/// <param name="ValidFor">When the key may have signed.</param>
/// <param name="Operator">Who runs it, or null.</param>
public sealed record TrustedLog(string BaseUrl, ReadOnlyMemory<byte> Id, ReadOnlyMemory<byte>? CheckpointKeyId, VerificationKey Key, ValidityWindow ValidFor, string? Operator);

/// <summary>An authority that is believed.</summary>
/// <param name="Uri">Its address, as written; may be empty.</param>
/// <param name="Chain">DER certificates from the issuer of leaves (for a timestamp authority: from its leaf) to the anchor, which is believed as it is and may be an intermediate.</param>
/// <param name="ValidFor">When it may have issued.</param>
/// <param name="Operator">Who runs it, or null.</param>
public sealed record TrustedAuthority(string Uri, IReadOnlyList<ReadOnlyMemory<byte>> Chain, ValidityWindow ValidFor, string? Operator);

/// <summary>A time window, both ends included.</summary>
/// <param name="Start">The first instant.</param>
/// <param name="End">The last instant, or null when it is open.</param>
public sealed record ValidityWindow(DateTimeOffset Start, DateTimeOffset? End)
{
    /// <summary>Whether the instant is in it.</summary>
    public bool Contains(DateTimeOffset time) => time >= Start && (End is not { } end || time <= end);
}
