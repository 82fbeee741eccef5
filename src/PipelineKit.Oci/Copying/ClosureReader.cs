namespace PipelineKit.Oci;

/// <summary>
/// Reads the manifests of a closure: first the image, then all that those lead to which were read before, those of one step at once. Every manifest is read once.
/// </summary>
/// <param name="place">Where.</param>
/// <param name="root">The image.</param>
/// <param name="options">What belongs to it.</param>
/// <param name="missing">Gets what is not there; null: that is an error.</param>
internal sealed class ClosureReader(ImagePlace place, Digest root, ClosureOptions options, List<string>? missing)
{
    private const int MaximumDepth = 4;
    private const int MaximumManifests = 10_000;
    private const long MaximumBytes = 128 << 20;
    private static readonly string[] CosignKinds = ["sig", "att", "sbom"];

    private readonly Dictionary<Digest, ClosureNode> _nodes = [];
    private readonly PlatformChoice _platforms = new(options.Platforms);
    private readonly string _source = $"{place.Text}@{root}";
    private List<ClosureNode> _next = [];
    private int _images;
    private long _bytes;

    /// <summary>Everything that was found, by digest; what does not belong is among it.</summary>
    internal async Task<IReadOnlyDictionary<Digest, ClosureNode>> ReadAsync(CancellationToken cancellation)
    {
        AddPart(new ClosureNode(root, 0, 0) { IsPart = true, IsImage = true });
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellation };
        while (_next.Count > 0)
        {
            var step = _next;
            _next = [];
            await Parallel.ForEachAsync(step, parallel, ReadAsync);
            foreach (var node in step.Where(n => n is { Belongs: true, IsExpanded: false }).ToList())
            {
                Expand(node);
            }
        }

        CheckComplete();
        return _nodes;
    }

    private async ValueTask ReadAsync(ClosureNode node, CancellationToken cancellation)
    {
        if (!node.IsRead)
        {
            await ReadContentAsync(node, cancellation);
        }

        if (!node.Belongs || node.IsExpanded)
        {
            return;
        }

        if (options.Referrers || (node.Digest == root && options.RequiredReferrers.Count > 0))
        {
            node.Listed = await place.Store.ListReferrersAsync(place.Repository, node.Digest, artifactType: null, cancellation);
        }

        foreach (var kind in options.CosignTags && node.IsImage ? CosignKinds : [])
        {
            var tag = $"{node.Digest.Algorithm}-{node.Digest.Hex}.{kind}";
            if (ReferenceGrammar.TagProblem(tag) is null && await place.Store.FindTagAsync(place.Repository, tag, cancellation) is { } found && found.Digest != node.Digest)
            {
                node.Tags.Add(new CosignTag(tag, found));
            }
        }
    }

    private async Task ReadContentAsync(ClosureNode node, CancellationToken cancellation)
    {
        node.IsRead = true;
        try
        {
            node.Content ??= await place.Store.GetManifestAsync(place.Repository, node.Digest, cancellation);
        }
        catch (RegistryException e) when (e.Problem == RegistryProblem.NotFound)
        {
            Gap($"manifest {node.Digest}", node.Digest == root ? e.Message : $"{node.Digest} belongs to the image, and is not there: {e.Message}", e);
            return;
        }

        if (node.Entry is { } entry && (entry.Size != node.Content.Bytes.Length || entry.MediaType != node.Content.MediaType))
        {
            throw Wrong($"an index describes {node.Digest} as {entry.MediaType} of {entry.Size} bytes; it is {node.Content.MediaType} of {node.Content.Bytes.Length}");
        }

        if (Interlocked.Add(ref _bytes, node.Content.Bytes.Length) > MaximumBytes)
        {
            throw Wrong($"its manifests have more than {MaximumBytes >> 20} MiB together");
        }
    }

    private void Expand(ClosureNode node)
    {
        node.IsExpanded = true;
        foreach (var child in _platforms.Of(node.Content!))
        {
            var isImage = node.IsImage && ImageTree.IsImage(child);
            AddPart(new ClosureNode(child.Digest, node.IndexDepth + 1, node.ReferrerDepth) { IsPart = true, IsImage = isImage, Entry = child, Under = node.RefersTo });
        }

        foreach (var listed in node.Listed.Where(IsWanted))
        {
            AddReferrer(new ClosureNode(listed.Digest, 0, node.ReferrerDepth + 1), node.Digest);
        }

        foreach (var tag in node.Tags)
        {
            AddPart(new ClosureNode(tag.Content.Digest, 0, node.ReferrerDepth + 1) { IsPart = true, Content = tag.Content, Under = node.Digest });
        }
    }

    // A list need not tell the type of what it names; then only the manifest does.
    private bool IsWanted(Descriptor listed) => options.Referrers || listed.ArtifactType is null || options.RequiredReferrers.Contains(listed.ArtifactType, StringComparer.Ordinal);

    private void AddPart(ClosureNode found)
    {
        if (found.IsImage && ++_images > ImageTree.MaximumImages)
        {
            throw Wrong($"more than {ImageTree.MaximumImages} images");
        }

        if (_nodes.TryGetValue(found.Digest, out var known))
        {
            // What was only said to refer to something turns out to be a part.
            known.IsImage |= found.IsImage;
            Again(known, () => known.IsPart = true);
            return;
        }

        Add(found);
    }

    private void AddReferrer(ClosureNode found, Digest subject)
    {
        if (!_nodes.TryGetValue(found.Digest, out var known))
        {
            known = found;
            Add(found);
        }

        Again(known, () => known.ListedUnder.Add(subject));
    }

    // Something read before that did not belong, and now does, is looked at again.
    private void Again(ClosureNode known, Action change)
    {
        var isNew = known is { IsRead: true, Belongs: false };
        change();
        if (isNew && known is { Belongs: true, IsExpanded: false })
        {
            _next.Add(known);
        }
    }

    private void Add(ClosureNode node)
    {
        if (node.IndexDepth > MaximumDepth || node.ReferrerDepth > MaximumDepth)
        {
            throw Wrong($"indexes or referrers are more than {MaximumDepth} deep");
        }

        _nodes.Add(node.Digest, node);
        _next.Add(node);
        if (_nodes.Count > MaximumManifests)
        {
            throw Wrong($"more than {MaximumManifests} manifests belong to it");
        }
    }

    private void CheckComplete()
    {
        foreach (var type in options.RequiredReferrers.Where(t => !_nodes.Values.Any(n => n.Belongs && n.Content!.Subject?.Digest == root && ReferrerAttachment.TypeOf(n.Content) == t)))
        {
            Gap($"referrer {type}", $"nothing of the type {type} refers to the image, and it is required", cause: null);
        }

        foreach (var platform in _nodes[root].Content is { Manifests.Count: > 0 } ? _platforms.Unmatched : [])
        {
            Gap($"platform {platform}", $"the image has no platform {platform}", cause: null);
        }
    }

    private void Gap(string what, string message, Exception? cause)
    {
        if (missing is null)
        {
            throw new RegistryException(RegistryProblem.NotFound, _source, message, inner: cause);
        }

        lock (missing)
        {
            missing.Add(what);
        }
    }

    private RegistryException Wrong(string what) => new(RegistryProblem.Protocol, _source, what);
}
