namespace PipelineKit.Oci;

/// <summary>Credentials for a registry are configured but could not be had: an unreadable file, a helper that failed, an exchange that was refused.</summary>
public sealed class CredentialException : RegistryException
{
    /// <summary>A failed source.</summary>
    /// <param name="registry">For whom credentials were wanted.</param>
    /// <param name="origin">Where they should come from: a file, <c>docker-credential-pass</c>, <c>ECR</c>.</param>
    /// <param name="message">What went wrong there, without any secret.</param>
    /// <param name="inner">The cause, or null.</param>
    public CredentialException(string registry, string origin, string message, Exception? inner = null)
        : base(RegistryProblem.Unauthorized, registry, $"credentials for {registry} could not be had from {origin}: {message}", null, inner) => Origin = origin;

    /// <summary>Where they should have come from.</summary>
    public string Origin { get; }
}
