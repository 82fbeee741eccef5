using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace PipelineKit.Oci;

/// <summary>
/// Images in an OCI image layout on disk (OCI image specification, image-layout.md): the place of images on a laptop. Everything read
/// is bounded and hashed; a layout that is not what its digests say throws <see cref="DigestMismatchException"/>. The first thing put makes the layout.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "SemaphoreSlims whose wait handles are never asked for hold nothing to dispose.")]
public sealed class OciLayout : IImageStore
{
    private const int MaximumRounds = 30;
    private const int MaximumLookedAt = 200;

    private readonly SemaphoreSlim _tags = new(1);
    private readonly LayoutFiles _files;
    private readonly OciLayoutWriter _writer;
    private IndexRead? _read;

    /// <summary>A layout, which need not be there yet.</summary>
    /// <param name="path">The folder with <c>oci-layout</c>, <c>index.json</c> and <c>blobs</c>.</param>
    public OciLayout(string path)
    {
        _files = new LayoutFiles(path);
        _writer = new OciLayoutWriter(_files, this);
    }

    /// <inheritdoc />
    public async Task<ResolvedImage> ResolveAsync(ImageReference reference, CancellationToken cancellation)
    {
        if (reference.Digest is { } digest)
        {
            var manifest = await GetManifestAsync(reference, digest, cancellation);
            return new ResolvedImage(digest, manifest.MediaType, manifest.Bytes.Length);
        }

        var index = await ReadIndexAsync(cancellation);
        return await ResolveAsync(index.Find(reference), reference.Text, cancellation);
    }

    /// <summary>What a name as in <c>oci:PATH:NAME</c> means: an annotated name or tag, a reference, a digest; null means the only image, beside what was attached to it.</summary>
    public async Task<ResolvedImage> ResolveAsync(string? name, CancellationToken cancellation)
    {
        var index = await ReadIndexAsync(cancellation);
        if (name is null && index.Entries.Count is > 1 and <= MaximumLookedAt)
        {
            index = index with { Entries = await WithoutAttachedAsync(index.Entries, cancellation) };
        }

        return await ResolveAsync(index.Find(name), name ?? "", cancellation);
    }

    /// <inheritdoc />
    public async Task<ManifestContent> GetManifestAsync(ImageReference repository, Digest digest, CancellationToken cancellation)
    {
        var index = await ReadIndexAsync(cancellation);
        return await ReadManifestAsync(digest, index.Find(digest), cancellation);
    }

    /// <inheritdoc />
    public async Task<Stream> OpenBlobAsync(ImageReference repository, Descriptor blob, CancellationToken cancellation)
    {
        var stream = await OpenBlobAsync(blob, offset: 0, cancellation);
        return new VerifyingStream(stream, blob.Digest, blob.Size, _files.Source, stream);
    }

    /// <summary>The bytes of a blob from this one on, not verified.</summary>
    internal async Task<Stream> OpenBlobAsync(Descriptor blob, long offset, CancellationToken cancellation)
    {
        await _files.CheckMarkerAsync(cancellation);
        var file = _files.Blob(blob.Digest);
        var length = _files.Length(file);
        if (length != blob.Size)
        {
            throw _files.Wrong($"the blob {blob.Digest} has {length} bytes, its descriptor says {blob.Size}");
        }

        var stream = _files.Open(file);
        stream.Position = offset;
        return stream;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Descriptor>> ListReferrersAsync(ImageReference repository, Digest subject, string? artifactType, CancellationToken cancellation)
    {
        var index = await ReadIndexAsync(cancellation);
        var found = new List<Descriptor>();
        if (index.FindTag(repository, ReferrerList.TagOf(subject)) is { } listed && MediaTypes.IsIndex(listed.MediaType))
        {
            found.AddRange((await ReadManifestAsync(listed.Digest, listed, cancellation)).Manifests);
        }

        foreach (var entry in index.Entries.Where(e => MediaTypes.IsManifest(e.MediaType)))
        {
            var manifest = await ReadManifestAsync(entry.Digest, entry, cancellation);
            if (manifest.Subject?.Digest == subject)
            {
                found.Add(new Descriptor(manifest.MediaType, manifest.Digest, manifest.Bytes.Length)
                {
                    ArtifactType = manifest.ArtifactType ?? manifest.Config?.MediaType,
                    Annotations = manifest.Annotations,
                });
            }
        }

        return [.. found.DistinctBy(d => d.Digest).Where(d => artifactType is null || d.ArtifactType == artifactType)];
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<string> ListTagsAsync(ImageReference repository, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var index = await ReadIndexAsync(cancellation);
        foreach (var tag in index.Tags(repository))
        {
            yield return tag;
        }
    }

    /// <inheritdoc />
    public async Task<ManifestContent?> FindTagAsync(ImageReference repository, string tag, CancellationToken cancellation)
    {
        if (!_files.IsThere)
        {
            return null;
        }

        var index = await ReadIndexAsync(cancellation);
        return index.FindTag(repository, tag) is { } entry ? await ReadManifestAsync(entry.Digest, entry, cancellation) : null;
    }

    /// <inheritdoc />
    public async Task<Descriptor> PutBlobAsync(ImageReference repository, ReadOnlyMemory<byte> content, string mediaType, CancellationToken cancellation)
    {
        IImageStore.CheckSize(content);
        await _writer.MakeAsync(cancellation);
        return await _writer.PutBlobAsync(content, mediaType, cancellation);
    }

    /// <summary>Puts a blob as it comes, unless it is there: false then. Nothing is there before all of it was verified.</summary>
    internal async Task<bool> PutBlobAsync(Descriptor blob, BlobReader reader, CancellationToken cancellation)
    {
        await _writer.MakeAsync(cancellation);
        return await _writer.PutBlobAsync(blob, reader, cancellation);
    }

    /// <inheritdoc />
    public async Task<Descriptor> PutManifestAsync(ImageReference repository, ManifestContent manifest, string? tag, CancellationToken cancellation)
    {
        var put = await PutBlobAsync(repository, manifest.Bytes, manifest.MediaType, cancellation);
        if (tag is not null)
        {
            await _writer.TagAsync(put, repository, tag, cancellation);
        }

        return put;
    }

    /// <inheritdoc />
    public async Task<Descriptor> AttachAsync(ImageReference repository, ManifestContent manifest, CancellationToken cancellation)
    {
        var put = await PutBlobAsync(repository, manifest.Bytes, manifest.MediaType, cancellation);
        await _writer.ListAsync(put, cancellation);
        return put;
    }

    /// <inheritdoc />
    public async Task<ManifestContent> UpdateTagAsync(ImageReference repository, string tag, ChangeTag change, CancellationToken cancellation)
    {
        await _writer.MakeAsync(cancellation);
        await _tags.WaitAsync(cancellation);
        try
        {
            for (var round = 0; round < MaximumRounds; round++)
            {
                var current = await FindTagAsync(repository, tag, cancellation);
                if (await change(current, cancellation) is not { } wanted)
                {
                    return current ?? throw new InvalidOperationException("a tag that is not there cannot stay as it is");
                }

                await PutManifestAsync(repository, wanted, tag, cancellation);
            }

            throw new RegistryException(RegistryProblem.Conflict, _files.Source, $"others changed `{tag}` each time it was written ({MaximumRounds} tries)");
        }
        finally
        {
            _tags.Release();
        }
    }

    /// <inheritdoc />
    public async Task<bool> DeleteTagAsync(ImageReference repository, string tag, CancellationToken cancellation)
    {
        var index = await ReadIndexAsync(cancellation);
        if (index.FindTag(repository, tag) is { } entry)
        {
            await _writer.UntagAsync(entry, repository, tag, cancellation);
        }

        return true;
    }

    async Task<bool> IImageStore.HasBlobAsync(ImageReference repository, Descriptor blob, CancellationToken cancellation)
    {
        await _files.CheckMarkerAsync(cancellation);
        var file = _files.Blob(blob.Digest);
        return File.Exists(file) && _files.Length(file) == blob.Size;
    }

    async Task<bool> IImageStore.AttachAsync(ImageReference repository, Digest subject, IReadOnlyList<ManifestContent> manifests, CancellationToken cancellation)
    {
        var listed = await ListReferrersAsync(repository, subject, artifactType: null, cancellation);
        foreach (var manifest in manifests.Where(m => listed.All(l => l.Digest != m.Digest)))
        {
            await AttachAsync(repository, manifest, cancellation);
        }

        return false;
    }

    /// <summary>The index was changed: it is read again.</summary>
    internal void Forget() => _read = null;

    internal async Task<LayoutIndex> ReadIndexAsync(CancellationToken cancellation)
    {
        await _files.CheckMarkerAsync(cancellation);
        var length = _files.Length(_files.Index);
        var written = File.GetLastWriteTimeUtc(_files.Index);
        if (_read is { } read && read.Written == written && read.Length == length)
        {
            return read.Index;
        }

        var bytes = await _files.ReadAsync(_files.Index, LayoutIndex.MaximumSize, cancellation);
        var content = ManifestParser.Parse(bytes, MediaTypes.OciIndex, Digest.Sha256(bytes), _files.Source, LayoutIndex.MaximumSize, LayoutIndex.MaximumEntries);
        var index = new LayoutIndex(content.Manifests, _files.Source);
        _read = new IndexRead(written, length, index);
        return index;
    }

    // Signatures and attestations are listed beside the image they are about.
    private async Task<IReadOnlyList<Descriptor>> WithoutAttachedAsync(IReadOnlyList<Descriptor> entries, CancellationToken cancellation)
    {
        var images = new List<Descriptor>();
        foreach (var entry in entries)
        {
            if (!LayoutIndex.IsAttachment(entry) && (!MediaTypes.IsManifest(entry.MediaType) || (await ReadManifestAsync(entry.Digest, entry, cancellation)).Subject is null))
            {
                images.Add(entry);
            }
        }

        return images;
    }

    // The manifest is read even where the index would do: an answer must not name content that is not there or is another.
    private async Task<ResolvedImage> ResolveAsync(Descriptor? entry, string name, CancellationToken cancellation)
    {
        if (entry is null)
        {
            throw new RegistryException(RegistryProblem.NotFound, _files.Source, name.Length == 0 ? "the layout is empty" : $"the layout has no image `{name}`");
        }

        var manifest = await ReadManifestAsync(entry.Digest, entry, cancellation);
        return new ResolvedImage(manifest.Digest, manifest.MediaType, manifest.Bytes.Length);
    }

    private async Task<ManifestContent> ReadManifestAsync(Digest digest, Descriptor? entry, CancellationToken cancellation)
    {
        var bytes = await _files.ReadAsync(_files.Blob(digest), ManifestParser.MaximumSize, cancellation);
        var actual = digest.OfSameAlgorithm(bytes);
        return actual == digest
            ? ManifestParser.Parse(bytes, entry?.MediaType, digest, $"{_files.Source}@{digest}")
            : throw new DigestMismatchException(digest, actual, _files.Source);
    }

    // One object, so that readers at the same time see all of it or nothing.
    private sealed record IndexRead(DateTime Written, long Length, LayoutIndex Index);
}
