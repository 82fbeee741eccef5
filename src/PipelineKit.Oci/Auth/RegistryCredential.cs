namespace PipelineKit.Oci;

/// <summary>What proves who we are to a registry. Never printed; <see cref="ToString"/> hides the secret.</summary>
/// <param name="Username">The user; <c>&lt;token&gt;</c> marks an identity token (Docker's convention).</param>
/// <param name="Secret">Password, access token or identity token.</param>
public sealed record RegistryCredential(string Username, string Secret)
{
    /// <summary>Whether <see cref="Secret"/> is an OAuth2 refresh token.</summary>
    public bool IsIdentityToken => Username == "<token>";

    /// <inheritdoc />
    public override string ToString() => $"{Username}:***";
}

/// <summary>
/// Finds credentials for a registry: an explicit list, docker config.json and its helpers, the job's token for ghcr.io, a cloud exchange.
/// Asked only for the exact host that will receive the credential. Null means anonymous.
/// </summary>
/// <param name="registry">The host as in <see cref="ImageReference.Registry"/>, after mirror mapping.</param>
/// <param name="cancellation">Ends the search.</param>
public delegate Task<RegistryCredential?> FindCredential(string registry, CancellationToken cancellation);
