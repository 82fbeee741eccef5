namespace PipelineKit.Drift;

/// <summary>What is compared with ledger and lock.</summary>
[Flags]
internal enum DriftSources
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Lock and manifests in Git.</summary>
    Manifests = 1,

    /// <summary>The registry of the environment.</summary>
    Registry = 2,

    /// <summary>A cluster.</summary>
    Cluster = 4,
}

/// <summary>What becomes of images that nobody recorded.</summary>
internal enum UnmanagedImages
{
    /// <summary>They are told.</summary>
    Report,

    /// <summary>They are drift.</summary>
    Fail,

    /// <summary>They are left out.</summary>
    Ignore,
}
