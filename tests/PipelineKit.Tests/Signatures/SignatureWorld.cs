using PipelineKit.Oci;
using PipelineKit.Signatures;
using PipelineKit.Sigstore;
using PipelineKit.Testing;

namespace PipelineKit.Tests.Signatures;

/// <summary>An image somewhere, and the store of its signatures.</summary>
internal sealed class SignatureWorld : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly RegistryTransport _transport;
    private readonly FakeTimeProvider _time = new() { AutoAdvance = true };

    /// <summary>A place without the image.</summary>
    /// <param name="place"><c>api</c>, <c>fallback</c>, <c>layout</c>, or the endpoint of a registry.</param>
    /// <param name="credential">For the registry.</param>
    /// <param name="time">Of the registry's client, which then repeats what fails for a moment; by default one that does neither wait nor repeat.</param>
    internal SignatureWorld(string place, RegistryCredential? credential = null, TimeProvider? time = null)
    {
        Registry.HasReferrersApi = place != "fallback";
        _transport = new RegistryTransport(new RegistryTransportOptions
        {
            MaximumTries = time is null ? 1 : 5,
            Credentials = (_, _) => Task.FromResult(credential),
            Time = time ?? _time,
            PatienceForThrottling = TimeSpan.FromSeconds(30),
        });
        IsLayout = place == "layout";
        Images = IsLayout ? new OciLayout(_folder.Path) : new RegistryClient(_transport);
        Repository = ImageReference.Parse($"{(place.Contains(':', StringComparison.Ordinal) ? place : Registry.Endpoint)}/a/b");
        Store = new SignatureStore(Images, _time);
    }

    internal static SampleImage Image { get; } = SampleImage.Build("signed", "linux/amd64", "linux/arm64");

    /// <summary>The index.</summary>
    internal static Descriptor Subject { get; } = new(Image.Root.MediaType, Image.Root.Digest, Image.Root.Bytes.Length);

    internal InMemoryRegistry Registry { get; } = new();

    internal bool IsLayout { get; }

    internal IImageStore Images { get; }

    internal ImageReference Repository { get; }

    internal SignatureStore Store { get; }

    /// <summary>A place with the image in it.</summary>
    internal static async Task<SignatureWorld> WithImageAsync(string place)
    {
        var world = new SignatureWorld(place);
        foreach (var blob in Image.Blobs)
        {
            await world.Images.PutBlobAsync(world.Repository, blob.Bytes, blob.MediaType, CancellationToken.None);
        }

        foreach (var child in Image.Children)
        {
            await world.PutAsync(child, tag: null);
        }

        await world.PutAsync(Image.Root, "1");
        world.Registry.Log.Clear();
        return world;
    }

    internal Task<Descriptor> PutAsync(SampleContent manifest, string? tag) =>
        Images.PutManifestAsync(Repository, ManifestParser.Parse(manifest.Bytes, manifest.MediaType, "test"), tag, CancellationToken.None);

    internal Task<AttachedSignature> AttachAsync(SigstoreBundle bundle, SignatureFormats formats = SignatureFormats.Bundle) =>
        Store.AttachAsync(Repository, Subject, bundle, formats, CancellationToken.None);

    internal Task<AttachedSignature> AttachSimpleAsync(string signature = "signature", VerificationMaterial? material = null)
    {
        var payload = SimpleSigning.Payload(Repository, Subject.Digest, new Dictionary<string, string>(StringComparer.Ordinal));
        return Store.AttachSimpleSigningAsync(Repository, Subject, payload, SampleBundles.Message(payload, material ?? SampleBundles.Key(), signature), CancellationToken.None);
    }

    internal Task<SignatureListing> ListAsync() => Store.ListAsync(Repository, Subject.Digest, CancellationToken.None);

    internal async Task<byte[]> ReadAsync(Descriptor blob)
    {
        await using var stream = await Images.OpenBlobAsync(Repository, blob, CancellationToken.None);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }

    public void Dispose()
    {
        _transport.Dispose();
        Registry.Dispose();
        _folder.Dispose();
    }
}
