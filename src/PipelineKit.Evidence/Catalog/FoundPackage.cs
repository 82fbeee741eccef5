namespace PipelineKit.Evidence;

/// <summary>A package as a file of the image names it, before the distribution is known.</summary>
/// <param name="Type">The type of its package URL.</param>
/// <param name="Namespace">The namespace of its package URL; for packages of the distribution empty, then it is the distribution.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version; may be empty.</param>
internal sealed record FoundPackage(string Type, string Namespace, string Name, string Version)
{
    /// <summary>The architecture; empty when it says nothing about it.</summary>
    internal string Architecture { get; init; } = "";

    /// <summary>The epoch of an rpm package; empty without one.</summary>
    internal string Epoch { get; init; } = "";

    /// <summary>The source package, with <c>@version</c> when it differs; empty when it is the package itself.</summary>
    internal string Upstream { get; init; } = "";

    internal string Supplier { get; init; } = "";

    /// <summary>Licences as written, in order.</summary>
    internal IReadOnlyList<string> Licenses { get; init; } = [];

    internal BomHash? Hash { get; init; }

    /// <summary>Whether too little is known about it for a package URL: the group of a jar, for example.</summary>
    internal bool IsVague { get; init; }

    /// <summary>The layer it came with, counted from the bottom.</summary>
    internal int Layer { get; set; }

    /// <summary>Whether the image's package manager installed it: its package URL names the distribution.</summary>
    internal bool IsOfDistribution => Type is "deb" or "apk" or "rpm";
}
