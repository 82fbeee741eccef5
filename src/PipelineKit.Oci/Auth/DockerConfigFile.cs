using System.Text;
using System.Text.Json;

namespace PipelineKit.Oci;

/// <summary>
/// One docker config.json or containers auth.json: <c>auths</c>, <c>credHelpers</c>, <c>credsStore</c> (docker-cli, "config.json"; containers-auth.json(5)).
/// </summary>
internal sealed class DockerConfigFile
{
    private const long MaximumSize = 1024 * 1024;
    private readonly Dictionary<string, AuthEntry> _auths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _helpers = new(StringComparer.Ordinal);
    private readonly string? _store;
    private readonly string _path;

    private DockerConfigFile(string path, JsonElement? content)
    {
        _path = path;
        if (content is not { } config)
        {
            return;
        }

        _store = config.Text("credsStore") is { Length: > 0 } store ? store : null;
        foreach (var entry in config.Members("auths"))
        {
            _auths.TryAdd(RegistryNames.Normalise(entry.Name), AuthEntry.Of(entry.Value));
        }

        foreach (var helper in config.Members("credHelpers"))
        {
            _helpers.TryAdd(RegistryNames.Normalise(helper.Name), AnswerJson.TextOf(helper.Value, helper.Name) ?? "");
        }
    }

    /// <summary>Reads a file, or null when it is not there. Throws <see cref="CredentialException"/> naming the file when it cannot be read.</summary>
    public static async Task<DockerConfigFile?> ReadAsync(string path, string registry, CancellationToken cancellation)
    {
        try
        {
            using var stream = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous });
            if (stream.Length > MaximumSize)
            {
                throw new CredentialException(registry, path, "it is larger than 1 MiB");
            }

            var bytes = await BoundedBody.ReadAsync(stream, (int)MaximumSize, cancellation) ?? throw new CredentialException(registry, path, "it is larger than 1 MiB");
            return new DockerConfigFile(path, Parse(bytes));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialException(registry, path, "it cannot be read", e);
        }
        catch (JsonException e)
        {
            throw new CredentialException(registry, path, e.LineNumber is { } line ? $"it is not JSON (line {line + 1})" : e.Message);
        }
    }

    /// <summary>The helper for a registry: its own, or the store of the whole file; null when there is none.</summary>
    public string? HelperFor(string registry) => _helpers.TryGetValue(registry, out var helper) ? helper : _store;

    /// <summary>The entry for a registry or <c>host/repository</c>, exactly; null when there is none or it is empty.</summary>
    public RegistryCredential? EntryFor(string name, string registry)
    {
        if (!_auths.TryGetValue(name, out var entry))
        {
            return null;
        }

        var (user, secret) = Split(entry, registry);
        return !string.IsNullOrEmpty(entry.IdentityToken) ? new RegistryCredential("<token>", entry.IdentityToken)
            : user.Length > 0 && secret.Length > 0 ? new RegistryCredential(user, secret)
            : null;
    }

    private static JsonElement? Parse(byte[] bytes)
    {
        ReadOnlyMemory<byte> content = bytes;
        content = content.Span.StartsWith("\uFEFF"u8) ? content[3..] : content;
        return content.Span.Trim(" \t\r\n"u8).IsEmpty ? null : AnswerJson.Object(content, isWrittenByPeople: true);
    }

    private (string User, string Secret) Split(AuthEntry entry, string registry)
    {
        if (string.IsNullOrEmpty(entry.Auth))
        {
            return (entry.Username ?? "", entry.Password ?? "");
        }

        var bytes = new byte[entry.Auth.Length];
        if (!Convert.TryFromBase64String(entry.Auth, bytes, out var length))
        {
            throw new CredentialException(registry, _path, "its `auth` is not base64");
        }

        // Docker pads short passwords with NUL.
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? throw new CredentialException(registry, _path, "its `auth` is not USER:SECRET in base64") : (pair[..colon], pair[(colon + 1)..].TrimEnd('\0'));
    }
}

/// <summary>One entry of <c>auths</c>.</summary>
internal sealed record AuthEntry(string? Auth, string? Username, string? Password, string? IdentityToken)
{
    public static AuthEntry Of(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Null ? new AuthEntry(null, null, null, null) : new AuthEntry(entry.Text("auth"), entry.Text("username"), entry.Text("password"), entry.Text("identitytoken"));
}
