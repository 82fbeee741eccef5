using PipelineKit.Actions;

namespace PipelineKit.Signing;

/// <summary>The inputs that say who signs, and with which services.</summary>
public static class SigningInputs
{
    /// <summary>The key file or variable.</summary>
    public static readonly Input<string> Key = Inputs.Text(
        "key", "The private key: a PEM file (PKCS#8, or encrypted by cosign), or `env:NAME` for a variable with one. Without key and `signer-command`, signing is keyless.");

    /// <summary>Its password.</summary>
    public static readonly Input<string> KeyPassword = Inputs.Secret("key-password", "The password of the key. Default: the variable `COSIGN_PASSWORD`.");

    /// <summary>A program that signs.</summary>
    public static readonly Input<IReadOnlyList<string>> SignerCommand = Inputs.Lines(
        "signer-command", "A program that signs with a key of its own (a key management service), and its arguments, one a line. It is run without a shell; its protocol is in docs/sign.md.");

    /// <summary>The identity, keyless.</summary>
    public static readonly Input<string> IdentityToken = Inputs.Secret(
        "identity-token", "The identity token to sign with, keyless. Default: the variable `SIGSTORE_ID_TOKEN`, else one of the CI system.");

    /// <summary>The certificate authority.</summary>
    public static readonly Input<string> FulcioUrl = Inputs.Text("fulcio-url", "The certificate authority for keyless signing. Default: that of the public instance.");

    /// <summary>The log.</summary>
    public static readonly Input<string> RekorUrl = Inputs.Text("rekor-url", "The transparency log. Default: that of the public instance, where a log is used.");

    /// <summary>Its interface.</summary>
    public static readonly Input<int> RekorVersion = Inputs.Choice("rekor-version", "The interface of the log: `1`, or `2` (which needs `timestamp-url`).", [("1", 1), ("2", 2)], "1");

    /// <summary>The timestamp authority.</summary>
    public static readonly Input<string> TimestampUrl = Inputs.Text("timestamp-url", "An RFC 3161 timestamp authority.");

    /// <summary>A file instead of the addresses.</summary>
    public static readonly Input<string> SigningConfig = Inputs.Path("signing-config", "A `signing_config.json` that says where to sign, instead of the addresses.");

    /// <summary>Whether keys write to the log.</summary>
    public static readonly Input<bool> TransparencyLog = Inputs.Flag("transparency-log", "With a key: write to the transparency log too. Keyless always does.");
}
