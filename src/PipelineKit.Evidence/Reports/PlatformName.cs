namespace PipelineKit.Evidence;

/// <summary>How a platform is written.</summary>
internal static class PlatformName
{
    /// <summary><c>os/architecture[/variant]</c>; null when one of the first two is missing. <c>arm64/v8</c> is <c>arm64</c>, as it is for registries.</summary>
    public static string? Of(string? os, string? architecture, string? variant) =>
        string.IsNullOrEmpty(os) || string.IsNullOrEmpty(architecture) ? null
        : string.IsNullOrEmpty(variant) || (architecture == "arm64" && variant == "v8") ? $"{os}/{architecture}"
        : $"{os}/{architecture}/{variant}";
}
