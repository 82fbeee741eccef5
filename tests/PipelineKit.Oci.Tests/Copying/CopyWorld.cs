using PipelineKit.Testing;

namespace PipelineKit.Oci.Tests.Copying;

/// <summary>Two registries on loopback and a folder, with a client that does not really wait.</summary>
internal sealed class CopyWorld : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly RegistryTransport _transport;

    internal CopyWorld()
    {
        _transport = new RegistryTransport(new RegistryTransportOptions
        {
            MaximumTries = 1,
            Credentials = (_, _) => Task.FromResult<RegistryCredential?>(null),
            Time = Time,
        });
        Client = new RegistryClient(_transport);
        Copier = new ImageCopier(Time);
    }

    internal FakeTimeProvider Time { get; } = new() { AutoAdvance = true };

    internal InMemoryRegistry Source { get; } = new();

    internal InMemoryRegistry Target { get; } = new();

    internal RegistryClient Client { get; }

    internal ImageCopier Copier { get; }

    internal ImagePlace From => Place(Source, "dev/app");

    internal ImagePlace To => Place(Target, "prod/app");

    internal ImagePlace Layout => new(new OciLayout(Path.Combine(_folder.Path, "layout")), From.Repository);

    internal ImagePlace Place(InMemoryRegistry registry, string repository) => new(Client, ImageReference.Parse($"{registry.Endpoint}/{repository}"));

    internal Task<ImageCopy> CopyAsync(ImagePlace from, Digest root, ImagePlace to, ImageCopyOptions? options = null) =>
        Copier.CopyAsync(from, root, to, options ?? new ImageCopyOptions(), CancellationToken.None);

    internal static Task<ImageClosure> WalkAsync(ImagePlace place, Digest root, ClosureOptions? options = null) =>
        ClosureWalk.ReadAsync(place, root, options ?? new ClosureOptions(), CancellationToken.None);

    internal static Task<ClosureReport> CheckAsync(ImagePlace place, Digest root, params string[] required) =>
        ClosureCheck.RunAsync(place, root, new ClosureOptions { RequiredReferrers = required }, CancellationToken.None);

    /// <summary>A copy of <see cref="Layout"/> that has read nothing yet.</summary>
    internal OciLayout OpenLayout() => new(Path.Combine(_folder.Path, "layout"));

    internal string LayoutFile(string relative) => Path.Combine(_folder.Path, "layout", relative);

    public void Dispose()
    {
        _transport.Dispose();
        var unexpected = Source.Unexpected.Concat(Target.Unexpected).ToList();
        Source.Dispose();
        Target.Dispose();
        _folder.Dispose();
        Xunit.Assert.Empty(unexpected);
    }
}
