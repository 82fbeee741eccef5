using System.Net;
using PipelineKit.Testing;

namespace PipelineKit.Oci.Tests.Http;

/// <summary>A transport over a script and a fake clock, with everything it tells recorded.</summary>
internal sealed class TransportFixture : IDisposable
{
    public const string Manifest = "HEAD https://reg.example/v2/team/app/manifests/1";
    public const string Bearer = "Bearer realm=\"https://auth.example/token\",service=\"reg.example\"";

    private readonly Lazy<RegistryTransport> _transport;

    public TransportFixture() => _transport = new(() => new RegistryTransport(Change(new RegistryTransportOptions
    {
        Handler = Script,
        Time = Time,
        Credentials = (host, _) => Task.FromResult(Credentials.GetValueOrDefault(host)),
        Detail = line => Told.Enqueue(line),
        OnSecret = secret => Secrets.Enqueue(secret),
    })));

    public ScriptedHandler Script { get; } = new();

    public FakeTimeProvider Time { get; init; } = new() { AutoAdvance = true };

    public Dictionary<string, RegistryCredential?> Credentials { get; } = new(StringComparer.Ordinal);

    public System.Collections.Concurrent.ConcurrentQueue<string> Told { get; } = new();

    public System.Collections.Concurrent.ConcurrentQueue<string> Secrets { get; } = new();

    public Func<RegistryTransportOptions, RegistryTransportOptions> Change { get; init; } = static o => o;

    public RegistryTransport Transport => _transport.Value;

    public string Lines => string.Join('\n', Script.Seen.Select(s => s.Line));

    public static RegistryRequest Request(string repository = "team/app", string registry = "reg.example") =>
        new(HttpMethod.Head, registry, $"/v2/{repository}/manifests/1", repository) { Accept = ["application/one", "application/two"] };

    public static string TokenUrl(string repository = "team/app") =>
        $"GET https://auth.example/token?service=reg.example&scope=repository%3A{repository.Replace("/", "%2F", StringComparison.Ordinal)}%3Apull";

    public static Func<SeenRequest, HttpResponseMessage> NeedsToken(string token, string challenge = Bearer) => seen =>
        seen.Authorization is { Scheme: "Bearer" } header && header.Parameter == token
            ? ScriptedHandler.Answer(HttpStatusCode.OK)
            : ScriptedHandler.Answer(HttpStatusCode.Unauthorized, "", ("WWW-Authenticate", challenge));

    public async Task<HttpStatusCode> StatusAsync(RegistryRequest? request = null)
    {
        using var response = await Transport.SendAsync(request ?? Request(), CancellationToken.None);
        return response.StatusCode;
    }

    public void Dispose()
    {
        Transport.Dispose();
        Script.Dispose();
    }
}
