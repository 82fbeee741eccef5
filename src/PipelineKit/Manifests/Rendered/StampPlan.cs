namespace PipelineKit.Manifests.Rendered;

/// <summary>An annotation or label to be set.</summary>
public sealed record Stamp
{
    private Stamp(string key, Func<int, string?> value, bool isLabel)
    {
        Key = KubernetesNames.IsKey(key) ? key : throw new ArgumentException($"`{key}` cannot be the key of an annotation or label", nameof(key));
        Value = value;
        IsLabel = isLabel;
    }

    /// <summary><c>[prefix/]name</c>.</summary>
    public string Key { get; }

    /// <summary>Gives the value for a document by its number; null sets nothing.</summary>
    public Func<int, string?> Value { get; }

    /// <summary>Whether it is a label.</summary>
    public bool IsLabel { get; }

    /// <summary>Whether the pod template gets it too, so that pods have it. A value that changes there rolls the pods out anew.</summary>
    public bool OnPodTemplate { get; init; }

    /// <summary>An annotation with the same value everywhere.</summary>
    public static Stamp Annotation(string key, string value) => new(key, _ => value, isLabel: false);

    /// <summary>An annotation whose value depends on the document.</summary>
    public static Stamp Annotation(string key, Func<int, string?> value) => new(key, value, isLabel: false);

    /// <summary>A label. Its value must have few variants and fit <see cref="KubernetesNames.IsLabelValue"/>.</summary>
    /// <exception cref="ArgumentException">The value does not fit.</exception>
    public static Stamp Label(string key, string value) =>
        KubernetesNames.IsLabelValue(value) ? new(key, _ => value, isLabel: true) : throw new ArgumentException($"`{value}` cannot be the value of a label", nameof(value));
}

/// <summary>What is set on the workloads of a stream.</summary>
/// <param name="Stamps">The annotations and labels, in the order in which they are written.</param>
public sealed record StampPlan(IReadOnlyList<Stamp> Stamps)
{
    /// <summary>Says of a document that has neither a pod nor a pod template whether it is a workload nevertheless, as a custom resource with images is.</summary>
    public Func<int, bool> AlsoWorkload { get; init; } = static _ => false;
}

/// <summary>A stamped stream.</summary>
/// <param name="Bytes">The stream; the bytes that were read when there was nothing to set.</param>
/// <param name="Untouched">Offsets in the stream that was read where something could not be set: metadata written as an alias, or a value that is not a text on one line.</param>
public sealed record StampResult(ReadOnlyMemory<byte> Bytes, IReadOnlyList<int> Untouched);
