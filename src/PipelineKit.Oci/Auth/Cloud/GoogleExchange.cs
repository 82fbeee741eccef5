using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PipelineKit.Oci;

/// <summary>
/// Google's registries: an access token from the environment, or a service account's key that signs a JWT (RFC 7523) for one. Key files of other kinds
/// are left alone: they may be there for other tools, and the images may be public.
/// </summary>
internal sealed class GoogleExchange(CloudClient client)
{
    private const string Origin = "Google Cloud";
    private const string User = "oauth2accesstoken";
    private const string DefaultTokenUri = "https://oauth2.googleapis.com/token";

    public async Task<RegistryCredential?> FindAsync(string registry, CancellationToken cancellation)
    {
        if ((client.Variable("CLOUDSDK_AUTH_ACCESS_TOKEN") ?? client.Variable("GOOGLE_OAUTH_ACCESS_TOKEN")) is { } token)
        {
            return new RegistryCredential(User, client.Secret(token));
        }

        if (client.Variable("GOOGLE_APPLICATION_CREDENTIALS") is not { } file
            || await ReadKeyAsync(file, registry, cancellation) is not { Type: "service_account", Email: { } email, PrivateKey: { } privateKey } key)
        {
            return null;
        }

        var uri = TokenUri(key.TokenUri ?? DefaultTokenUri, registry);
        var answer = await client.PostFormAsync(
            uri,
            [new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), new("assertion", Sign(key, email, privateKey, uri, registry))],
            "access_token",
            registry,
            Origin,
            cancellation);
        return new RegistryCredential(User, client.Secret(answer ?? throw new CredentialException(registry, Origin, $"{uri.Host} answered without a token")));
    }

    private static Uri TokenUri(string text, string registry) =>
        RemoteUrl.TryParse(text, out var url, out _) && url.Scheme == Uri.UriSchemeHttps && url.Host.EndsWith(".googleapis.com", StringComparison.OrdinalIgnoreCase)
            ? url
            : throw new CredentialException(registry, Origin, "the key file's token_uri is not one of Google's");

    private static async Task<GoogleKey?> ReadKeyAsync(string file, string registry, CancellationToken cancellation)
    {
        var bytes = await CloudClient.ReadFileAsync(file, registry, Origin, cancellation);
        try
        {
            return AnswerJson.Object(bytes) is { } key ? new GoogleKey(key.Text("type"), key.Text("client_email"), key.Text("private_key_id"), key.Text("private_key"), key.Text("token_uri")) : null;
        }
        catch (JsonException)
        {
            throw new CredentialException(registry, Origin, $"{file} is not the JSON of a key file");
        }
    }

    private static string Part(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private string Sign(GoogleKey key, string email, string privateKey, Uri audience, string registry)
    {
        var now = client.Time.GetUtcNow().ToUnixTimeSeconds();
        var content = Part(Jwt(json =>
        {
            json.WriteString("alg", "RS256");
            json.WriteString("typ", "JWT");
            if (key.KeyId is { } id)
            {
                json.WriteString("kid", id);
            }
            else
            {
                json.WriteNull("kid");
            }
        })) + "." + Part(Jwt(json =>
        {
            json.WriteString("iss", email);
            json.WriteString("scope", "https://www.googleapis.com/auth/cloud-platform.read-only");
            json.WriteString("aud", audience.AbsoluteUri);
            json.WriteNumber("iat", now);
            json.WriteNumber("exp", now + 3600);
        }));
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(privateKey);
            return client.Secret(content + "." + Part(rsa.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new CredentialException(registry, Origin, "the key file's private key cannot be used", e);
        }
    }

    private static byte[] Jwt(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>The key file of a Google service account.</summary>
    private sealed record GoogleKey(string? Type, string? Email, string? KeyId, string? PrivateKey, string? TokenUri);
}
