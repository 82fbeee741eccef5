namespace PipelineKit.Oci;

/// <summary>
/// Credentials of clouds for their own registries, from the identity the environment holds. The host decides, matched as a whole: a cloud's identity is
/// never shown to a host that only looks like one of its registries. Without an identity in the environment the answer is null.
/// </summary>
/// <param name="client">Carries the exchanges.</param>
public sealed class CloudCredentials(CloudClient client)
{
    /// <summary>The credential for this registry, or null when it is no cloud's or the environment has no identity for it; a <see cref="FindCredential"/>.</summary>
    public async Task<RegistryCredential?> FindAsync(string registry, CancellationToken cancellation)
    {
        if (CloudHosts.IsEcr(registry, out var account, out var region, out var isChina))
        {
            return await new EcrExchange(client).FindAsync(registry, account, region, isChina, cancellation);
        }

        if (CloudHosts.IsAcr(registry, out var topLevel))
        {
            return await new AcrExchange(client).FindAsync(registry, topLevel, cancellation);
        }

        return CloudHosts.IsGoogle(registry) ? await new GoogleExchange(client).FindAsync(registry, cancellation) : null;
    }
}
