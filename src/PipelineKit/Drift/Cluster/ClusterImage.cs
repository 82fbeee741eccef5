namespace PipelineKit.Drift;

/// <summary>A container of an object of a cluster.</summary>
internal sealed record ClusterImage
{
    /// <summary>The namespace; empty for an object without one.</summary>
    public required string Namespace { get; init; }

    /// <summary><c>Pod</c>, <c>Deployment</c>, ...</summary>
    public required string Kind { get; init; }

    /// <summary>The object's name.</summary>
    public required string Name { get; init; }

    /// <summary>Of a pod, what made it: <c>ReplicaSet/shop-5d9c</c>; empty for nothing.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The container's name.</summary>
    public required string Container { get; init; }

    /// <summary>The image as the specification names it.</summary>
    public required string Image { get; init; }

    /// <summary>Whether it says what runs (a pod) and not only what is to run.</summary>
    public bool Runs { get; init; }

    /// <summary>What runs, as the kubelet says it (<c>imageID</c>); empty while it has not started.</summary>
    public string ImageId { get; init; } = "";

    /// <summary><c>namespace/Kind/name</c>: what it is left out by.</summary>
    public string Workload => $"{Namespace}/{Kind}/{Name}";
}
