using System.Buffers;
using System.Security.Cryptography;

namespace PipelineKit.Oci;

/// <summary>
/// Fills an OCI image layout. Every file is written beside its place and renamed, so that a reader sees a whole one; one writer per
/// folder at a time. Failures of the disk are <see cref="IOException"/>.
/// </summary>
public sealed class OciLayoutWriter : IDisposable
{
    private readonly LayoutFiles _files;
    private readonly OciLayout _layout;
    private readonly SemaphoreSlim _one = new(1);

    internal OciLayoutWriter(LayoutFiles files, OciLayout layout) => (_files, _layout) = (files, layout);

    /// <summary>Opens the layout in this folder, or makes an empty one there.</summary>
    public static async Task<OciLayoutWriter> OpenAsync(string path, CancellationToken cancellation)
    {
        var writer = new OciLayoutWriter(new LayoutFiles(path), new OciLayout(path));
        await writer.MakeAsync(cancellation);
        return writer;
    }

    /// <summary>Makes an empty layout where there is none.</summary>
    internal async Task MakeAsync(CancellationToken cancellation)
    {
        if (!File.Exists(_files.Marker))
        {
            await ReplaceAsync(_files.Index, LayoutIndexJson.Empty, cancellation);
            await ReplaceAsync(_files.Marker, """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray(), cancellation);
        }

        await _files.CheckMarkerAsync(cancellation);
    }

    /// <summary>Puts a blob.</summary>
    public async Task<Descriptor> PutBlobAsync(ReadOnlyMemory<byte> content, string mediaType, CancellationToken cancellation)
    {
        var descriptor = new Descriptor(mediaType, Digest.Sha256(content.Span), content.Length);
        if (!File.Exists(_files.Blob(descriptor.Digest)))
        {
            await ReplaceAsync(_files.Blob(descriptor.Digest), content, cancellation);
        }

        return descriptor;
    }

    /// <summary>Puts a blob of any size as it comes, verified, unless it is there: false then.</summary>
    internal async Task<bool> PutBlobAsync(Descriptor blob, BlobReader reader, CancellationToken cancellation)
    {
        var place = new FileInfo(_files.Blob(blob.Digest));
        if (place.Exists && place.Length == blob.Size)
        {
            return false;
        }

        await ReplaceAsync(place.FullName, file => WriteAsync(file, blob, reader, cancellation));
        return true;
    }

    /// <summary>Puts a manifest or index, which must be valid, without listing it: as a child of an index is.</summary>
    public Task<Descriptor> PutManifestAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var manifest = ManifestParser.Parse(content, contentType: null, _files.Source);
        return PutBlobAsync(content, manifest.MediaType, cancellation);
    }

    /// <summary>Lists a manifest without a name, as an attestation is, to be found as a referrer or by its digest.</summary>
    public Task ListAsync(Descriptor manifest, CancellationToken cancellation) => EditIndexAsync(manifest, names: [], cancellation);

    /// <summary>Gives a manifest a name; the image that had it before stays, without a name.</summary>
    public Task TagAsync(Descriptor manifest, ImageReference name, CancellationToken cancellation) => TagAsync(manifest, name, name.EffectiveTag, cancellation);

    /// <summary>Gives a manifest a tag of a repository.</summary>
    internal Task TagAsync(Descriptor manifest, ImageReference repository, string tag, CancellationToken cancellation)
    {
        return EditIndexAsync(manifest, NamesOf(repository, tag), cancellation);
    }

    /// <summary>Takes a tag of a repository from its manifest, which stays, listed while it has another name.</summary>
    internal Task UntagAsync(Descriptor manifest, ImageReference repository, string tag, CancellationToken cancellation) =>
        EditIndexAsync(manifest, NamesOf(repository, tag), cancellation, isListed: false);

    /// <summary>Gives a manifest a bare tag, for <c>oci:PATH:TAG</c>; throws <see cref="FormatException"/> when it is none.</summary>
    public Task TagAsync(Descriptor manifest, string tag, CancellationToken cancellation) =>
        ReferenceGrammar.TagProblem(tag) is { } problem
            ? throw new FormatException($"`{tag}` is not a tag: {problem}")
            : EditIndexAsync(manifest, [(LayoutIndex.RefName, tag)], cancellation);

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private static (string Key, string Value)[] NamesOf(ImageReference repository, string tag)
    {
        var full = $"{repository.Registry}/{repository.Repository}:{tag}";
        return [(LayoutIndex.FullName, full), (LayoutIndex.RefName, full)];
    }

    private async Task EditIndexAsync(Descriptor manifest, IReadOnlyList<(string Key, string Value)> names, CancellationToken cancellation, bool isListed = true)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            await _layout.ReadIndexAsync(cancellation);
            var before = await _files.ReadAsync(_files.Index, LayoutIndex.MaximumSize, cancellation);
            await ReplaceAsync(_files.Index, LayoutIndexJson.With(before, manifest, names, isListed), cancellation);
            _layout.Forget();
        }
        finally
        {
            _one.Release();
        }
    }

    private static Task ReplaceAsync(string file, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        ReplaceAsync(file, temporary => File.WriteAllBytesAsync(temporary, content, cancellation));

    private static async Task ReplaceAsync(string file, Func<string, Task> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var temporary = $"{file}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.tmp";
        try
        {
            await write(temporary);
            File.Move(temporary, file, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static async Task WriteAsync(string file, Descriptor blob, BlobReader reader, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlobReader.BufferFor(blob));
        try
        {
            await using var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, Options = FileOptions.Asynchronous });
            int read;
            while ((read = await reader.ReadAsync(buffer, cancellation)) > 0)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
