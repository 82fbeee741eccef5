using PipelineKit.Testing;

namespace PipelineKit.Oci.Tests.Copying;

/// <summary>Two registries and a mover between them, for a test. Waits are over at once; time limits fire only when the test moves the clock.</summary>
internal sealed class BlobTest : IDisposable
{
    private readonly List<RegistryTransport> _transports = [];

    internal FakeTimeProvider Time { get; } = new() { AutoAdvance = true };

    internal int Tries { get; init; } = 5;

    internal RegistryCredential? Credential { get; init; }

    /// <summary>Bytes that do not compress, the same for the same seed.</summary>
    internal static SampleContent Bytes(int size, int seed = 1)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return SampleContent.Of("application/octet-stream", bytes);
    }

    internal static Descriptor Of(SampleContent blob) => new(blob.MediaType, blob.Digest, blob.Bytes.Length);

    /// <summary>A repository of a registry, over a transport of its own.</summary>
    internal ImagePlace Place(string endpoint, string repository)
    {
        var transport = new RegistryTransport(new RegistryTransportOptions { MaximumTries = Tries, Time = Time, Credentials = (_, _) => Task.FromResult(Credential) });
        _transports.Add(transport);
        return new ImagePlace(new RegistryClient(transport), ImageReference.Parse($"{endpoint}/{repository}"));
    }

    internal Task<BlobMove> MoveAsync(ImagePlace from, ImagePlace to, SampleContent blob, params string[] siblings) =>
        new BlobMover(from, to, siblings, Time).MoveAsync(Of(blob), CancellationToken.None);

    /// <summary>The blob as it is in a place, verified.</summary>
    internal static async Task<byte[]> ReadAsync(ImagePlace place, SampleContent blob)
    {
        await using var stream = await place.Store.OpenBlobAsync(place.Repository, Of(blob), CancellationToken.None);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }

    internal static async Task<bool> HasAsync(ImagePlace place, SampleContent blob)
    {
        try
        {
            await using var stream = await place.Store.OpenBlobAsync(place.Repository, Of(blob), CancellationToken.None);
            return true;
        }
        catch (RegistryException e) when (e.Problem == RegistryProblem.NotFound)
        {
            return false;
        }
    }

    public void Dispose() => _transports.ForEach(t => t.Dispose());
}
