using System.Globalization;
using System.Text;
using System.Text.Json;
using PipelineKit.Oci;

namespace PipelineKit.Docker;

/// <summary>
/// A client of the Docker Engine API (docs.docker.com/reference/api/engine), for what is needed here: images are looked up, exported and pulled, containers
/// run. The newest version of the API that both sides know is spoken.
/// </summary>
public sealed class DockerEngine : IDisposable
{
    private const int OldestMinor = 24;
    private const int NewestMinor = 44;
    private readonly SemaphoreSlim _one = new(1);
    private string? _prefix;

    internal DockerEngine(HttpMessageHandler handler, string endpoint, TimeProvider time)
    {
        Http = new DockerHttp(handler, endpoint, time);
        Time = time;
    }

    internal DockerHttp Http { get; }

    internal TimeProvider Time { get; }

    /// <summary>The engine of <c>DOCKER_HOST</c>, or of <c>/var/run/docker.sock</c>; nothing is asked yet.</summary>
    /// <param name="variables">The environment.</param>
    /// <param name="time">The clock of time limits.</param>
    /// <exception cref="DockerException"><c>DOCKER_HOST</c> names none on this machine.</exception>
    public static DockerEngine Open(IReadOnlyDictionary<string, string> variables, TimeProvider time)
    {
        var endpoint = DockerEndpoint.Of(variables);
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            MaxResponseHeadersLength = 64,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            ConnectCallback = (_, cancellation) => endpoint.ConnectAsync(cancellation),
        };
        return new DockerEngine(handler, endpoint.Text, time);
    }

    /// <summary>What the engine knows an image as.</summary>
    /// <param name="name">A reference or <c>sha256:</c> identifier.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DockerException">It does not answer, or has no such image.</exception>
    public async Task<EngineImage> InspectAsync(string name, CancellationToken cancellation) =>
        EngineImage.Read(await AskAsync(HttpMethod.Get, $"images/{Escaped(name)}/json", content: null, cancellation), Http);

    /// <summary>An image as the archive <c>docker save</c> writes, as a stream.</summary>
    /// <param name="id">Its identifier.</param>
    /// <param name="cancellation">Stops it.</param>
    internal async Task<HttpResponseMessage> ExportAsync(Digest id, CancellationToken cancellation) =>
        await OpenAsync(HttpMethod.Get, $"images/{id}/get", content: null, [], cancellation);

    /// <summary>The image of this digest, pulled when the engine does not have it.</summary>
    /// <param name="image">By digest.</param>
    /// <param name="credentials">Who we are to its registry.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DockerException">It cannot be had.</exception>
    public async Task<EngineImage> NeedAsync(PinnedReference image, FindCredential credentials, CancellationToken cancellation)
    {
        var name = $"{image.Reference.Registry}/{image.Reference.Repository}@{image.Digest}";
        try
        {
            return await InspectAsync(name, cancellation);
        }
        catch (DockerException e) when (e.Problem == DockerProblem.NotFound)
        {
            await PullAsync(image, await credentials(image.Reference.Registry, cancellation), cancellation);
            return await InspectAsync(name, cancellation);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Http.Dispose();
        _one.Dispose();
    }

    internal async Task<JsonElement> AskAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellation) =>
        await Http.AskAsync(method, await PrefixAsync(cancellation) + path, content, cancellation);

    internal async Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, HttpContent? content, IReadOnlyList<(string Name, string Value)> headers, CancellationToken cancellation) =>
        await Http.OpenAsync(method, await PrefixAsync(cancellation) + path, content, headers, cancellation);

    // References and identifiers have no character that means something in a path, but for the slashes that the API takes as they are.
    private static string Escaped(string name) => Uri.EscapeDataString(name).Replace("%2F", "/", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal).Replace("%40", "@", StringComparison.Ordinal);

    private async Task PullAsync(PinnedReference image, RegistryCredential? credential, CancellationToken cancellation)
    {
        var path = $"images/create?fromImage={Uri.EscapeDataString($"{image.Reference.Registry}/{image.Reference.Repository}")}&tag={Uri.EscapeDataString(image.Digest.Text)}";
        (string, string)[] headers = credential is null ? [] : [("X-Registry-Auth", Authorization(credential, image.Reference.Registry))];
        using var response = await OpenAsync(HttpMethod.Post, path, content: null, headers, cancellation);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation), Encoding.UTF8);
        try
        {
            while (await lines.ReadLineAsync(cancellation) is { } line)
            {
                if (line.Length > 0 && Http.Parse(Encoding.UTF8.GetBytes(line)) is var progress && progress.TryGetProperty("error", out var error))
                {
                    throw Http.Failed(DockerProblem.Refused, $"the engine cannot pull {image}: {error}");
                }
            }
        }
        catch (IOException e)
        {
            throw Http.Failed(DockerProblem.Unavailable, $"pulling {image} broke off", e);
        }
    }

    private static string Authorization(RegistryCredential credential, string registry)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (credential.IsIdentityToken)
            {
                json.WriteString("identitytoken", credential.Secret);
            }
            else
            {
                json.WriteString("username", credential.Username);
                json.WriteString("password", credential.Secret);
            }

            json.WriteString("serveraddress", registry);
            json.WriteEndObject();
        }

        return Convert.ToBase64String(buffer.ToArray()).Replace('+', '-').Replace('/', '_');
    }

    private async Task<string> PrefixAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            return _prefix ??= PrefixOf(await Http.AskAsync(HttpMethod.Get, "version", content: null, cancellation));
        }
        finally
        {
            _one.Release();
        }
    }

    private string PrefixOf(JsonElement version)
    {
        var newest = Minor(version, "ApiVersion"u8) ?? throw Http.Failed(DockerProblem.Protocol, "what answers does not say its API version as a Docker Engine does");
        var oldest = Minor(version, "MinAPIVersion"u8) ?? OldestMinor;
        var spoken = Math.Max(Math.Min(newest, NewestMinor), oldest);
        return newest >= OldestMinor && spoken <= newest
            ? $"v1.{spoken}/"
            : throw Http.Failed(DockerProblem.Refused, $"the engine speaks API 1.{oldest} to 1.{newest}; 1.{OldestMinor} or newer is needed");
    }

    private static int? Minor(JsonElement version, ReadOnlySpan<byte> name) =>
        version.ValueKind == JsonValueKind.Object
        && version.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && value.GetString() is ['1', '.', .. var minor] && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
