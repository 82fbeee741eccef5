namespace PipelineKit.Manifests;

/// <summary>
/// Reads YAML (1.2, block and flow) for places: a tree in which every node knows its bytes. Built for files as they are found in repositories:
/// it never throws, takes time linear in the size, and passes over what is not YAML (lines of Go templates, damaged parts).
/// </summary>
public static class YamlReader
{
    /// <summary>Nesting beyond this is not looked into: the node there is one opaque scalar.</summary>
    public const int MaximumDepth = 100;

    /// <summary>One root per document, in file order; none for a file with nothing but comments. Merge keys and aliases stay as they are written.</summary>
    /// <param name="utf8">The file; a byte order mark is allowed. The nodes keep a reference to it.</param>
    public static IReadOnlyList<YamlNode> Read(ReadOnlyMemory<byte> utf8) => new YamlParser(utf8).Documents();
}
