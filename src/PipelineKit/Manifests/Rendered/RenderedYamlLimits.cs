namespace PipelineKit.Manifests.Rendered;

/// <summary>How much rendered YAML is read before it is refused. The defaults fit the manifests of a large repository in one stream.</summary>
public sealed record RenderedYamlLimits
{
    /// <summary>For Kubernetes objects.</summary>
    public static RenderedYamlLimits Default { get; } = new();

    /// <summary>Size of the stream, in bytes.</summary>
    public int MaximumBytes { get; init; } = 64 << 20;

    /// <summary>Mappings and sequences inside each other.</summary>
    public int MaximumDepth { get; init; } = 64;

    /// <summary>Scalars, mappings and sequences as written, keys not counted.</summary>
    public int MaximumNodes { get; init; } = 4_000_000;

    /// <summary>Anchors and aliases, together, in one document.</summary>
    public int MaximumAliases { get; init; } = 1_000;

    /// <summary>Nodes that the aliases of one document stand for, after all of them have been replaced.</summary>
    public int MaximumExpandedNodes { get; init; } = 100_000;

    /// <summary>After so many faults no more documents are read.</summary>
    public int MaximumFaults { get; init; } = 100;

    /// <summary>
    /// Whether each document with content has to be a Kubernetes object: a mapping with text for <c>apiVersion</c> and <c>kind</c>, the items of a <c>List</c> too, and
    /// no tag but those of the core schema.
    /// </summary>
    public bool RequiresObjects { get; init; } = true;
}
