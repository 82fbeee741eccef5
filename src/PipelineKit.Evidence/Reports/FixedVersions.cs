namespace PipelineKit.Evidence;

/// <summary>Versions with a fix, as scanners write them.</summary>
internal static class FixedVersions
{
    /// <summary>A list with commas, <c>2.6.6, 2.5.12</c>: one for every line of releases that is kept up.</summary>
    public static IReadOnlyList<string> Split(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        return text.Contains(',', StringComparison.Ordinal)
            ? text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [text.Trim()];
    }
}
