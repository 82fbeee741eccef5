namespace PipelineKit.Sigstore;

/// <summary>Where keyless signing goes (protobuf-specs, <c>sigstore_trustroot.proto</c>, <c>SigningConfig</c>).</summary>
/// <param name="Fulcio">The certificate authority (v2 API), or null when a key signs.</param>
/// <param name="Logs">Transparency logs, each with its major API version; empty for none.</param>
/// <param name="TimestampAuthorities">RFC 3161 addresses; empty for none.</param>
public sealed record SigningServices(Uri? Fulcio, IReadOnlyList<SigningLog> Logs, IReadOnlyList<Uri> TimestampAuthorities);

/// <summary>A transparency log to write to.</summary>
/// <param name="Address">The base address.</param>
/// <param name="MajorVersion">1 (Rekor) or 2 (rekor-tiles).</param>
public sealed record SigningLog(Uri Address, int MajorVersion);
