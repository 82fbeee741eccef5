using System.Text;
using PipelineKit.Manifests;
using PipelineKit.Manifests.Scanning;

namespace PipelineKit.Testing.Manifests;

/// <summary>Finds references in a text given as a file of some name.</summary>
public static class Find
{
    /// <summary>The sites, in file order; none when the file is of no kind.</summary>
    public static IReadOnlyList<ReferenceSite> In(string path, string text) => In(path, Encoding.UTF8.GetBytes(text));

    /// <summary>The sites, in file order; none when the file is of no kind.</summary>
    public static IReadOnlyList<ReferenceSite> In(string path, byte[] bytes) =>
        [.. (FileContent.Read(Path.GetTempPath(), path, bytes, new ScanOptions())?.Sites ?? []).OrderBy(s => s.Edit.Start)];

    /// <summary>The sites, each as <c>where | reference | form | edited text | obstacle</c>, the last left out when there is none; <c>!</c> in front when excluded.</summary>
    public static IReadOnlyList<string> Lines(string path, string text) => [.. In(path, text).Select(Line)];

    /// <summary>A site as one line.</summary>
    public static string Line(ReferenceSite s) =>
        $"{(s.Excluded ? "! " : "")}{s.Where} | {s.Reference} | {s.Form} | {s.EditText}{(s.Obstacle == NotPinnable.No ? "" : " | " + s.Obstacle)}";
}
