using PipelineKit.Manifests.Scanning;

namespace PipelineKit.Render.Sources;

/// <summary>What the name of a file says: whether it is a template, whether it is only included, and what it makes.</summary>
internal static class TemplateName
{
    /// <summary>Whether a file of this name is a template: <c>app.sbn</c>, <c>app.yaml.sbn</c>, <c>app.sbn.yaml</c>.</summary>
    internal static bool IsTemplate(string fileName) => FileNames.WithoutTemplateMark(fileName) is not null;

    /// <summary>Whether a path has a file or folder that begins with <c>_</c>, and so is only included.</summary>
    internal static bool IsPartial(string path) => path.StartsWith('_') || path.Contains("/_", StringComparison.Ordinal);

    /// <summary>The path of what a template makes: without the mark of a template, and with <c>.yaml</c> where that leaves no other kind of manifest.</summary>
    /// <param name="path">Of a file that need not be a template by its name.</param>
    internal static string Output(string path)
    {
        var slash = path.LastIndexOf('/') + 1;
        var name = FileNames.WithoutTemplateMark(path[slash..]) ?? path[slash..];
        return path[..slash] + (FileNames.ManifestEndingOf(name) is null ? name + ".yaml" : name);
    }
}
