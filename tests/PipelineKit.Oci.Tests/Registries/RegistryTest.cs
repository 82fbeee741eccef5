using PipelineKit.Testing;

namespace PipelineKit.Oci.Tests.Registries;

/// <summary>A client of one registry, for a test.</summary>
internal sealed class RegistryTest : IDisposable
{
    private readonly RegistryTransport _transport;
    private readonly string _endpoint;

    internal RegistryTest(string endpoint, RegistryCredential? credential = null, TimeProvider? time = null, int tries = 1)
    {
        _endpoint = endpoint;
        _transport = new RegistryTransport(new RegistryTransportOptions
        {
            MaximumTries = tries,
            Credentials = (_, _) => Task.FromResult(credential),
            Time = time ?? TimeProvider.System,
        });
        Client = new RegistryClient(_transport);
    }

    internal RegistryTest(InMemoryRegistry registry)
        : this(registry.Endpoint)
    {
    }

    internal RegistryClient Client { get; }

    internal RegistryTransport Transport => _transport;

    public void Dispose() => _transport.Dispose();

    /// <summary>A reference to something in this registry.</summary>
    internal ImageReference Reference(string rest) => ImageReference.Parse($"{_endpoint}/{rest}");

    internal Task<ResolvedImage> ResolveAsync(string rest) => Client.ResolveAsync(Reference(rest), CancellationToken.None);

    internal Task<ManifestContent> GetAsync(string repository, Digest digest) => Client.GetManifestAsync(Reference(repository), digest, CancellationToken.None);

    internal async Task<byte[]> ReadBlobAsync(string repository, Descriptor blob)
    {
        await using var stream = await Client.OpenBlobAsync(Reference(repository), blob, CancellationToken.None);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }

    internal async Task<List<string>> TagsAsync(string repository)
    {
        var tags = new List<string>();
        await foreach (var tag in Client.ListTagsAsync(Reference(repository), CancellationToken.None))
        {
            tags.Add(tag);
        }

        return tags;
    }

    internal Task<IReadOnlyList<Descriptor>> ReferrersAsync(string repository, Digest subject, string? type = null) =>
        Client.ListReferrersAsync(Reference(repository), subject, type, CancellationToken.None);
}
