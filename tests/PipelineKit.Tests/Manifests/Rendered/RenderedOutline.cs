using System.Globalization;
using System.Text;
using PipelineKit.Manifests;
using PipelineKit.Manifests.Rendered;

namespace PipelineKit.Tests.Manifests.Rendered;

/// <summary>A stream as lines, one per node, in the form of the outline that is made of YamlDotNet's events.</summary>
internal static class RenderedOutline
{
    internal static readonly RenderedYamlLimits AnyYaml = new() { RequiresObjects = false };

    /// <summary>The outline, or null when the stream is refused.</summary>
    internal static string? Of(byte[] file)
    {
        using var yaml = RenderedYaml.Read(file, AnyYaml);
        return yaml.Errors.Count > 0 ? null : Of(yaml);
    }

    internal static string Of(RenderedYaml yaml)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < yaml.DocumentCount; i++)
        {
            Append(lines, i.ToString(CultureInfo.InvariantCulture), yaml, yaml.Document(i).Root);
        }

        return lines.ToString();
    }

    private static void Append(StringBuilder lines, string path, RenderedYaml yaml, int node)
    {
        switch (yaml.Kind(node))
        {
            case YamlKind.Scalar when yaml.Style(node) == ScalarStyle.Alias:
                lines.Append(path).Append(" = *").Append(Encoding.UTF8.GetString(yaml.Text.Span.Slice(yaml.Span(node).Start, yaml.Span(node).Length))).Append('\n');
                break;
            case YamlKind.Scalar:
                lines.Append(path).Append(" = ").Append(Escape(yaml.ValueText(node))).Append('\n');
                break;
            case YamlKind.Mapping:
                lines.Append(path).Append(" {}\n");
                for (var child = yaml.FirstChild(node); child >= 0; child = yaml.NextSibling(child))
                {
                    Append(lines, $"{path}.{Escape(yaml.KeyText(child))}", yaml, child);
                }

                break;
            default:
                lines.Append(path).Append(" []\n");
                var index = 0;
                for (var child = yaml.FirstChild(node); child >= 0; child = yaml.NextSibling(child))
                {
                    Append(lines, $"{path}[{index++}]", yaml, child);
                }

                break;
        }
    }

    private static string Escape(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
