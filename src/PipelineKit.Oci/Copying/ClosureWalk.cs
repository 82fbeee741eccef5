namespace PipelineKit.Oci;

/// <summary>Finds out what belongs to an image. Bounded: 1,000 images, 1,000 referrers of a subject, 4 indexes and 4 referrers deep, 10,000 manifests and 128 MiB of them together.</summary>
public static class ClosureWalk
{
    /// <summary>Reads all manifests of the closure; of blobs only what manifests say.</summary>
    /// <exception cref="RegistryException">Something of it is missing, damaged or too much.</exception>
    public static Task<ImageClosure> ReadAsync(ImagePlace place, Digest root, ClosureOptions options, CancellationToken cancellation) =>
        ReadAsync(place, root, options, missing: null, cancellation);

    /// <summary>As the other, but what is missing is told instead of thrown.</summary>
    internal static async Task<ImageClosure> ReadAsync(ImagePlace place, Digest root, ClosureOptions options, List<string>? missing, CancellationToken cancellation)
    {
        var nodes = await new ClosureReader(place, root, options, missing).ReadAsync(cancellation);
        var order = Order(nodes, root);
        var (blobs, foreign) = await new ClosureBlobs(place, options.Concurrency).FindAsync(order, cancellation);
        return new ImageClosure
        {
            Root = root,
            Manifests = [.. order.Select(n => new ClosureManifest(n.Content!, n.RefersTo))],
            Blobs = blobs,
            CosignTags = [.. order.SelectMany(n => n.Tags).Select(t => (t.Name, t.Content.Digest))],
            Foreign = foreign,
        };
    }

    // Depth first, without recursion: children and subject, then the manifest itself, then what refers to it. Digests make circles of children or of subjects impossible.
    private static List<ClosureNode> Order(IReadOnlyDictionary<Digest, ClosureNode> nodes, Digest root)
    {
        var order = new List<ClosureNode>();
        var (seen, done) = (new HashSet<Digest>(), new HashSet<Digest>());
        var open = new Stack<Digest>([root]);
        while (open.TryPeek(out var digest))
        {
            if (!nodes.TryGetValue(digest, out var node) || !node.Belongs || done.Contains(digest))
            {
                open.Pop();
            }
            else if (seen.Add(digest))
            {
                PushAll(open, node.Content!.Subject is { } subject ? node.Content.Manifests.Append(subject) : node.Content.Manifests, seen);
            }
            else
            {
                open.Pop();
                done.Add(digest);
                order.Add(node);
                PushAll(open, node.Listed, seen);
                foreach (var tag in node.Tags.Where(t => !seen.Contains(t.Content.Digest)))
                {
                    open.Push(tag.Content.Digest);
                }
            }
        }

        return order;
    }

    private static void PushAll(Stack<Digest> open, IEnumerable<Descriptor> named, HashSet<Digest> seen)
    {
        foreach (var entry in named.Where(n => !seen.Contains(n.Digest)).Reverse())
        {
            open.Push(entry.Digest);
        }
    }
}
