using PipelineKit.Oci;

namespace PipelineKit.Docker;

/// <summary>What was found in an archive of <c>docker save</c>, by the paths in it.</summary>
/// <param name="name">The image, for errors.</param>
internal sealed class ArchiveContent(string name)
{
    private const int MaximumLinks = 8;
    private readonly Dictionary<string, Descriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _descriptions = new(StringComparer.Ordinal);

    internal string Name => name;

    internal byte[]? Description(string path) => _descriptions.GetValueOrDefault(path);

    internal void Describe(string path, byte[] content)
    {
        if (!_descriptions.TryAdd(path, content))
        {
            throw new InvalidDataException($"it has two files {path}");
        }
    }

    internal void Add(string path, Descriptor blob) => _files[path] = blob;

    // The older form writes a layer once and links to it where another image has it too.
    internal void Link(string path, string target, bool isHard)
    {
        var parts = new List<string>(isHard ? [] : path.Split('/')[..^1]);
        foreach (var part in target.Split('/'))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                {
                    throw new InvalidDataException($"its link {path} leads out of it");
                }

                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        _links[path] = string.Join('/', parts);
    }

    /// <summary>The file of this path, links followed.</summary>
    internal Descriptor Find(string path)
    {
        var at = path;
        for (var i = 0; i < MaximumLinks; i++)
        {
            if (_files.TryGetValue(at, out var found))
            {
                return found;
            }

            if (!_links.TryGetValue(at, out var next))
            {
                break;
            }

            at = next;
        }

        throw new InvalidDataException($"it has no {path}");
    }
}
