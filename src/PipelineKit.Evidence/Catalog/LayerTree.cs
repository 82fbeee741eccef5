namespace PipelineKit.Evidence;

/// <summary>
/// The file tree of an image as far as packages need it: links, and what was read from files. Layers are laid over each other as runtimes do (OCI image
/// specification, layer.md): whiteouts take away what is below, what is no folder replaces what was there, links in the middle of a path are followed, never out of the image.
/// </summary>
/// <param name="name">The image, for errors.</param>
/// <param name="budget">Its bounds.</param>
internal sealed class LayerTree(string name, CatalogBudget budget)
{
    private const int MaximumLinks = 40;
    private const int MaximumDepth = 500;
    private const long MaximumSteps = 200_000_000;
    private const string Whiteout = ".wh.";
    private const string Opaque = ".wh..wh..opq";

    private readonly LayerNode _root = new();
    private readonly List<LayerNode> _trail = [];
    private readonly Stack<string> _rest = new();
    private int _made;
    private long _steps;

    /// <summary>Lays a member that holds nothing worth knowing over the tree.</summary>
    internal void Lay(TarMember member, int layer)
    {
        var path = member.Path.TrimEnd('/');
        var slash = path.LastIndexOf('/');
        var last = path[(slash + 1)..];
        if (last.StartsWith(Whiteout, StringComparison.Ordinal))
        {
            var folder = path[..(slash + 1)];
            if (last == Opaque)
            {
                Walk(folder, followLast: true, make: false)?.ClearBelow(layer);
            }
            else if (!last.StartsWith(".wh..wh.", StringComparison.Ordinal))
            {
                Named(folder + last[Whiteout.Length..], make: false)?.Clear(layer);
            }

            return;
        }

        switch (member.Kind)
        {
            case TarKind.SymbolicLink:
                Named(path, make: true)!.Point(member.Link, layer);
                break;
            case TarKind.HardLink when Walk(member.Link, followLast: false, make: false) is { } target:
                Follow(path, target, layer);
                break;
            case TarKind.Folder:
                Walk(path, followLast: false, make: false)?.BecomeFolder();
                break;
            default:
                Named(path, make: false)?.Forget();
                break;
        }
    }

    /// <summary>Puts what was read from a file. A package that the file named in a lower layer stays with that layer.</summary>
    internal void Put(string path, FileFacts facts, int layer)
    {
        var node = Named(path, make: true)!;
        var before = node.File is { } old && old.Kind == facts.Kind ? Layers(old) : null;
        foreach (var package in facts.Packages)
        {
            package.Layer = before is not null && before.TryGetValue(Key(package), out var first) ? first : layer;
        }

        node.Put(facts, layer);
    }

    /// <summary>What is at a path, links followed; null when there is nothing worth knowing.</summary>
    internal LayerNode? Find(string path) => Walk(path, followLast: true, make: false);

    /// <summary>Whether a path is itself a link, wherever it leads.</summary>
    internal bool IsLink(string path) => Walk(path, followLast: false, make: false) is { Link: not null };

    /// <summary>Every file, ordered by path.</summary>
    internal IReadOnlyList<LayerFile> Files()
    {
        var files = new List<LayerFile>();
        Collect(_root, "", files);
        return files;
    }

    /// <summary>Every file below a folder, ordered by path.</summary>
    internal IReadOnlyList<LayerFile> Files(string folder)
    {
        var files = new List<LayerFile>();
        if (Find(folder) is { } node)
        {
            Collect(node, folder, files);
        }

        return files;
    }

    internal static bool IsWhiteout(string path) => path.AsSpan(path.LastIndexOf('/') + 1).StartsWith(Whiteout);

    private static void Collect(LayerNode node, string path, List<LayerFile> into)
    {
        if (node.File is { } facts)
        {
            into.Add(new LayerFile(path, facts));
        }

        var names = node.Children is { } children ? children.Keys.ToArray() : [];
        Array.Sort(names, StringComparer.Ordinal);
        foreach (var child in names)
        {
            Collect(node.Children![child], path.Length == 0 ? child : path + "/" + child, into);
        }
    }

    private static Dictionary<string, int> Layers(FileFacts facts)
    {
        var layers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var package in facts.Packages)
        {
            layers[Key(package)] = package.Layer;
        }

        return layers;
    }

    private static string Key(FoundPackage package) => $"{package.Namespace}/{package.Name}@{package.Version}/{package.Architecture}";

    private void Follow(string path, LayerNode target, int layer)
    {
        if (target.Link is { } link)
        {
            Named(path, make: true)!.Point(link, layer);
        }
        else if (target.File is { } facts)
        {
            Named(path, make: true)!.Put(facts, layer);
        }
    }

    // Not the root itself, which nothing can replace.
    private LayerNode? Named(string path, bool make) =>
        Walk(path, followLast: false, make) is var node && ReferenceEquals(node, _root) ? throw Damaged($"the path `{path}` names nothing") : node;

    private LayerNode? Walk(string path, bool followLast, bool make)
    {
        _trail.Clear();
        _trail.Add(_root);
        _rest.Clear();
        Push(path, mayRise: false);
        for (var links = 0; _rest.TryPop(out var segment);)
        {
            Step();
            if (segment == "..")
            {
                if (_trail.Count > 1)
                {
                    _trail.RemoveAt(_trail.Count - 1);
                }

                continue;
            }

            var child = _trail[^1].Children is { } children && children.TryGetValue(segment, out var known) ? known : make ? Make(_trail[^1], segment) : null;
            if (child is null)
            {
                if (_rest.TryPeek(out var next) && next == "..")
                {
                    // A folder with nothing worth knowing in it, left again at once.
                    _rest.Pop();
                    continue;
                }

                return null;
            }

            if (child.Link is { } link && (_rest.Count > 0 || followLast))
            {
                if (++links > MaximumLinks)
                {
                    throw Damaged($"`{path}` leads through more than {MaximumLinks} links");
                }

                if (link.StartsWith('/'))
                {
                    _trail.RemoveRange(1, _trail.Count - 1);
                }

                Push(link, mayRise: true);
                continue;
            }

            _trail.Add(child);
        }

        return _trail[^1];
    }

    private LayerNode Make(LayerNode parent, string segment)
    {
        if (++_made > budget.Limits.Kept)
        {
            throw new EvidenceException(EvidenceProblem.TooLarge, name, $"{name} has more than {budget.Limits.Kept} links and files with packages");
        }

        // What was a file has something below it now, so it is a folder.
        parent.BecomeFolder();
        return parent.GetOrAdd(segment);
    }

    private void Push(string path, bool mayRise)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length + _rest.Count > MaximumDepth)
        {
            throw Damaged($"a path is deeper than {MaximumDepth} folders");
        }

        for (var i = segments.Length - 1; i >= 0; i--)
        {
            if (segments[i] == ".." && !mayRise)
            {
                throw Damaged($"the path `{path}` has `..` in it");
            }

            if (segments[i] != ".")
            {
                _rest.Push(segments[i]);
            }
        }
    }

    private void Step()
    {
        if (++_steps > MaximumSteps)
        {
            throw new EvidenceException(EvidenceProblem.TooLarge, name, $"the paths of {name} lead through too many links");
        }
    }

    private EvidenceException Damaged(string what) => new(EvidenceProblem.Damaged, name, $"{name}: {what}");
}

/// <summary>A file of an image of which something is known.</summary>
/// <param name="Path">From the root, without a slash in front.</param>
/// <param name="Facts">What was read.</param>
internal sealed record LayerFile(string Path, FileFacts Facts);
