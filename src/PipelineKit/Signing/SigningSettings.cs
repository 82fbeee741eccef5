using PipelineKit.Trust;

namespace PipelineKit.Signing;

/// <summary>Where signing goes, as the inputs say; null for what is left to the instance.</summary>
/// <param name="Fulcio">The certificate authority.</param>
/// <param name="Rekor">The transparency log.</param>
/// <param name="RekorVersion">Its major version.</param>
/// <param name="TimestampAuthority">The timestamp authority.</param>
/// <param name="ConfigFile">A signing configuration; empty for none.</param>
public sealed record ServiceAddresses(Uri? Fulcio, Uri? Rekor, int RekorVersion, Uri? TimestampAuthority, string ConfigFile);

/// <summary>Who signs in a run, and with which services.</summary>
public sealed record SigningSettings
{
    /// <summary>A key file or <c>env:NAME</c>; empty for none.</summary>
    public required string Key { get; init; }

    /// <summary>Its password; null for none.</summary>
    public required string? KeyPassword { get; init; }

    /// <summary>A program that signs, with its arguments; empty for none.</summary>
    public required IReadOnlyList<string> SignerCommand { get; init; }

    /// <summary>An identity token; empty to ask the host.</summary>
    public required string IdentityToken { get; init; }

    /// <summary>Where signing goes.</summary>
    public required ServiceAddresses Services { get; init; }

    /// <summary>Whom the run believes.</summary>
    public required TrustSettings Trust { get; init; }

    /// <summary>With a key: whether the log is written to.</summary>
    public required bool TransparencyLog { get; init; }

    /// <summary>Whether no key is used.</summary>
    public bool IsKeyless => Key.Length == 0 && SignerCommand.Count == 0;
}
