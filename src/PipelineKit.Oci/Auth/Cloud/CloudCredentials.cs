using System.Text.RegularExpressions;

namespace PipelineKit.Oci;

/// <summary>
/// Credentials of clouds for their own registries, from the identity the environment holds. The host decides, matched as a whole: a cloud's identity is
/// never shown to a host that only looks like one of its registries. Without an identity in the environment the answer is null.
/// </summary>
/// <param name="client">Carries the exchanges.</param>
public sealed partial class CloudCredentials(CloudClient client)
{
    /// <summary>The credential for this registry, or null when it is no cloud's or the environment has no identity for it; a <see cref="FindCredential"/>.</summary>
    public async Task<RegistryCredential?> FindAsync(string registry, CancellationToken cancellation)
    {
        if (Ecr().Match(registry) is { Success: true } ecr)
        {
            return await new EcrExchange(client).FindAsync(
                registry,
                ecr.Groups["account"].Value,
                ecr.Groups["region"].Value,
                ecr.Groups["cn"].Success || ecr.Groups["oncn"].Success,
                cancellation);
        }

        if (Acr().Match(registry) is { Success: true } acr)
        {
            return await new AcrExchange(client).FindAsync(registry, acr.Groups["tld"].Value, cancellation);
        }

        return Google().IsMatch(registry) ? await new GoogleExchange(client).FindAsync(registry, cancellation) : null;
    }

    [GeneratedRegex(
        @"\A(?<account>[0-9]{12})\.(dkr\.ecr(-fips)?\.(?<region>[a-z]{2,8}(-[a-z]{2,12}){1,3}-[0-9]{1,2})\.amazonaws\.com(?<cn>\.cn)?|dkr-ecr(-fips)?\.(?<region>[a-z]{2,8}(-[a-z]{2,12}){1,3}-[0-9]{1,2})\.on\.(aws|(?<oncn>amazonwebservices\.com\.cn)))\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Ecr();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{1,60}\.azurecr\.(?<tld>io|us|cn)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Acr();

    [GeneratedRegex(@"\A(([a-z]{1,20}\.)?gcr\.io|[a-z]{2,20}(-[a-z]{2,20}[0-9]{1,2})?-docker\.pkg\.dev)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Google();
}
