namespace PipelineKit.DigestPin;

/// <summary>Compares names of platforms as container runtimes do (containerd, package platforms).</summary>
internal static class PlatformName
{
    /// <summary>
    /// Whether an index entry is the platform that is asked for: <c>linux/arm64</c> is <c>linux/arm64/v8</c>, <c>linux/arm</c> is <c>linux/arm/v7</c>,
    /// and without a version of the operating system every version is meant.
    /// </summary>
    internal static bool Means(string wanted, string present)
    {
        var colon = present.IndexOf(':', StringComparison.Ordinal);
        var comparable = colon < 0 || wanted.Contains(':', StringComparison.Ordinal) ? present : present[..colon];
        return Full(wanted) == Full(comparable);
    }

    private static string Full(string platform)
    {
        var colon = platform.IndexOf(':', StringComparison.Ordinal);
        var (name, version) = colon < 0 ? (platform, "") : (platform[..colon], platform[colon..]);
        var parts = name.Split('/');
        var variant = parts switch
        {
            [_, _, var written] => written,
            [_, "arm64"] => "v8",
            [_, "arm"] => "v7",
            [_, "amd64"] => "v1",
            _ => "",
        };
        return parts.Length < 2 ? platform : $"{parts[0]}/{parts[1]}/{variant}{version}";
    }
}
