namespace PipelineKit.Sigstore;

/// <summary>What is said about private keys that cannot be used; nothing of a key is ever in it.</summary>
internal static class KeyErrors
{
    private const string MakeOne = "give a PEM private key: cosign's encrypted form, PKCS #8 (`PRIVATE KEY`, `ENCRYPTED PRIVATE KEY`), `EC PRIVATE KEY` or `RSA PRIVATE KEY`";

    internal static SigningException Bad(string message, Exception? inner = null) => new(SigningProblem.BadKey, message, MakeOne, inner);

    internal static SigningException WrongPassword(Exception? inner = null) => new(
        SigningProblem.BadKey,
        "the private key cannot be decrypted: the password is wrong, or the file was changed",
        "give the password the key was made with; a line feed at its end counts",
        inner);

    internal static SigningException NoPassword() => new(
        SigningProblem.BadKey,
        "the private key is encrypted and there is no password",
        "give the password the key was made with; for a key made with an empty one, an empty one");

    internal static SigningException Deprecated(KeyDetails details) => new(
        SigningProblem.BadKey,
        $"{details} is deprecated and is not signed with",
        "use the hash of the curve's size: SHA-384 for P-384, SHA-512 for P-521");
}
