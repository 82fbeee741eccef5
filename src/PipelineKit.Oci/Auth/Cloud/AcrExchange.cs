using System.Text;

namespace PipelineKit.Oci;

/// <summary>
/// Azure Container Registry: the workload's federated token or client secret for a Microsoft Entra token, that for a refresh token of the registry
/// (ACR "AAD integration": <c>POST /oauth2/exchange</c>), which serves as the password of the null user.
/// </summary>
internal sealed class AcrExchange(CloudClient client)
{
    private const string Origin = "Azure Container Registry";
    private const string NullUser = "00000000-0000-0000-0000-000000000000";

    public async Task<RegistryCredential?> FindAsync(string registry, string tld, CancellationToken cancellation)
    {
        if (client.Variable("AZURE_TENANT_ID") is not { } tenant
            || client.Variable("AZURE_CLIENT_ID") is not { } clientId
            || await ProofAsync(registry, cancellation) is not { } proof)
        {
            return null;
        }

        var entra = await client.PostFormAsync(
            new Uri(Authority(registry, tld), $"{Uri.EscapeDataString(tenant)}/oauth2/v2.0/token"),
            [new("grant_type", "client_credentials"), new("client_id", clientId), new("scope", "https://containerregistry.azure.net/.default"), .. proof],
            "access_token",
            registry,
            Origin,
            cancellation);
        var access = entra ?? throw new CredentialException(registry, Origin, "the identity service answered without a token");
        var exchanged = await client.PostFormAsync(
            new Uri($"https://{registry}/oauth2/exchange"),
            [new("grant_type", "access_token"), new("service", registry), new("tenant", tenant), new("access_token", client.Secret(access))],
            "refresh_token",
            registry,
            Origin,
            cancellation);
        var refresh = exchanged ?? throw new CredentialException(registry, Origin, "the registry answered without a token");
        return new RegistryCredential(NullUser, client.Secret(refresh));
    }

    private Uri Authority(string registry, string tld)
    {
        if (client.Variable("AZURE_AUTHORITY_HOST") is not { } given)
        {
            return new Uri(tld switch
            {
                "cn" => "https://login.chinacloudapi.cn/",
                "us" => "https://login.microsoftonline.us/",
                _ => "https://login.microsoftonline.com/",
            });
        }

        return RemoteUrl.TryParse(given.TrimEnd('/') + "/", out var url, out var problem) && url.Scheme == Uri.UriSchemeHttps
            ? url
            : throw new CredentialException(registry, Origin, $"AZURE_AUTHORITY_HOST is refused: {problem ?? "it is not https"}");
    }

    private async Task<KeyValuePair<string, string>[]?> ProofAsync(string registry, CancellationToken cancellation)
    {
        if (client.Variable("AZURE_FEDERATED_TOKEN_FILE") is { } file)
        {
            var assertion = Encoding.UTF8.GetString(await CloudClient.ReadFileAsync(file, registry, Origin, cancellation)).Trim();
            return [new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), new("client_assertion", client.Secret(assertion))];
        }

        return client.Variable("AZURE_CLIENT_SECRET") is { } secret ? [new("client_secret", client.Secret(secret))] : null;
    }
}
