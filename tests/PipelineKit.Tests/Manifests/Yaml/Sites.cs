using System.Text;
using PipelineKit.Manifests;

namespace PipelineKit.Tests.Manifests.Yaml;

/// <summary>What a finder finds in a text, as lines for tables: <c>where | form | edited text | reference</c>, and the obstacle or <c>excluded</c>.</summary>
internal static class Sites
{
    internal delegate void Finder(IReadOnlyList<YamlNode> documents, SiteSink sink);

    internal static string In(string text, FileKind kind, Finder finder, string path = "file.yaml") =>
        string.Join("\n", Of(Encoding.UTF8.GetBytes(text), kind, finder, path).Select(Line));

    internal static IReadOnlyList<ReferenceSite> Of(byte[] file, FileKind kind, Finder finder, string path = "file.yaml")
    {
        var sink = new SiteSink(new SourceText(path, file), kind);
        finder(YamlReader.Read(file), sink);
        return sink.Sites;
    }

    private static string Line(ReferenceSite site)
    {
        var line = $"{site.Where} | {site.Form} | {site.EditText} | {site.Reference}";
        line += site.Obstacle == NotPinnable.No ? "" : " | " + site.Obstacle;
        return line + (site.Excluded ? " | excluded" : "");
    }
}
