namespace PipelineKit.Sigstore;

/// <summary>Where keyless signing goes (protobuf-specs, <c>sigstore_trustroot.proto</c>, <c>SigningConfig</c>).</summary>
/// <param name="Fulcio">The certificate authority (v2 API), or null when a key signs.</param>
/// <param name="Logs">Transparency logs, each with its major API version; empty for none.</param>
/// <param name="TimestampAuthorities">RFC 3161 addresses; empty for none.</param>
public sealed record SigningServices(Uri? Fulcio, IReadOnlyList<SigningLog> Logs, IReadOnlyList<Uri> TimestampAuthorities)
{
    /// <summary>Signs with a key alone: no certificate, log or timestamp.</summary>
    public static SigningServices None { get; } = new(Fulcio: null, [], []);

    /// <summary>The public-good instance of the Sigstore project: its certificate authority, and its log with API v1, which also says when.</summary>
    public static SigningServices PublicGood { get; } = new(
        new Uri("https://fulcio.sigstore.dev"), [new SigningLog(new Uri("https://rekor.sigstore.dev"), MajorVersion: 1)], []);
}

/// <summary>A transparency log to write to.</summary>
/// <param name="Address">The base address.</param>
/// <param name="MajorVersion">1 (Rekor) or 2 (rekor-tiles).</param>
public sealed record SigningLog(Uri Address, int MajorVersion);
