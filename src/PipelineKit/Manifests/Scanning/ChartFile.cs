namespace PipelineKit.Manifests.Scanning;

/// <summary>The Chart.yaml that Helm values belong to: beside them, or one folder up (<c>ci/test-values.yaml</c>).</summary>
internal static class ChartFile
{
    private const int MaximumBytes = 1024 * 1024;

    /// <summary>Its <c>appVersion</c>; null without a chart or without one in it.</summary>
    internal static string? AppVersion(string root, string valuesPath)
    {
        var folder = FileNames.Folder(valuesPath);
        return In(root, folder) ?? (folder.Length == 0 ? null : In(root, FileNames.Folder(folder)));
    }

    private static string? In(string root, string folder)
    {
        try
        {
            var file = new FileInfo(Path.Combine(root, folder, "Chart.yaml"));
            if (!file.Exists || file.LinkTarget is not null || file.Length > MaximumBytes)
            {
                return null;
            }

            var chart = YamlReader.Read(File.ReadAllBytes(file.FullName));
            return chart is [{ } first, ..] && first["appVersion"] is { Kind: YamlKind.Scalar, Text.Length: > 0 } version ? version.Text : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A chart that cannot be read has no version to offer; the values are reported as without one.
            return null;
        }
    }
}
