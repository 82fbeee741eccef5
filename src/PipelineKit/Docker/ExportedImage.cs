using PipelineKit.Files;
using PipelineKit.Oci;

namespace PipelineKit.Docker;

/// <summary>An image a Docker Engine exported, kept as a layout in a private folder until it is disposed.</summary>
internal sealed class ExportedImage : IDisposable
{
    private readonly PrivateFolder _folder;

    private ExportedImage(PrivateFolder folder, Digest root, IReadOnlyList<Digest> registryDigests)
    {
        (_folder, Root, RegistryDigests) = (folder, root, registryDigests);
        Layout = new OciLayout(folder.Path);
    }

    /// <summary>The folder of the layout.</summary>
    internal string Folder => _folder.Path;

    /// <summary>The layout.</summary>
    internal OciLayout Layout { get; }

    /// <summary>The manifest or index.</summary>
    internal Digest Root { get; }

    /// <summary>The digests under which registries have it, as the engine remembers.</summary>
    internal IReadOnlyList<Digest> RegistryDigests { get; }

    /// <summary>Looks the image up and exports it: what its name means then is what is read, whatever it means later.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="name">A reference or identifier.</param>
    /// <param name="detail">Told what is done.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DockerException">The engine does not answer, or does not have it.</exception>
    /// <exception cref="DigestMismatchException">What it exported is not what it said.</exception>
    internal static async Task<ExportedImage> ReadAsync(DockerEngine engine, string name, Action<string> detail, CancellationToken cancellation)
    {
        var image = await engine.InspectAsync(name, cancellation);
        if (image.Size > ImageArchive.MaximumBytes)
        {
            throw engine.Http.Failed(DockerProblem.TooLarge, $"the image `{name}` has {image.Size} bytes; at most {ImageArchive.MaximumBytes} are exported");
        }

        detail($"docker: exporting {name} ({image.Id}, {image.Size} bytes)");
        var folder = new PrivateFolder();
        try
        {
            using var response = await engine.ExportAsync(image.Id, cancellation);
            await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            var root = await ImageArchive.ToLayoutAsync(stream, folder.Path, image.Id, name, cancellation);
            return new ExportedImage(folder, root, image.RegistryDigests);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or InvalidDataException or FormatException)
        {
            folder.Dispose();
            throw engine.Http.Failed(DockerProblem.Protocol, $"the export of `{name}` cannot be read: {e.Message}", e);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();
}
