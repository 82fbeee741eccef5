using System.Globalization;
using System.Text;
using PipelineKit.Manifests;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PipelineKit.Tests.Manifests.Yaml;

/// <summary>A tree as lines, one per node, for comparing ours with YamlDotNet's.</summary>
internal static class YamlOutline
{
    internal static string Ours(byte[] file) => Ours(YamlReader.Read(file));

    internal static string Ours(IReadOnlyList<YamlNode> documents)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < documents.Count; i++)
        {
            Append(lines, i.ToString(CultureInfo.InvariantCulture), documents[i]);
        }

        return lines.ToString();
    }

    private static void Append(StringBuilder lines, string path, YamlNode node)
    {
        switch (node.Kind)
        {
            case YamlKind.Scalar:
                lines.Append(path).Append(" = ").Append(node.Style == PipelineKit.Manifests.ScalarStyle.Alias ? "*" : "").Append(Escape(node.Text)).Append('\n');
                break;
            case YamlKind.Mapping:
                lines.Append(path).Append(" {}\n");
                foreach (var entry in node.Entries)
                {
                    Append(lines, $"{path}.{Escape(entry.Key)}", entry.Value);
                }

                break;
            default:
                lines.Append(path).Append(" []\n");
                for (var i = 0; i < node.Items.Count; i++)
                {
                    Append(lines, $"{path}[{i}]", node.Items[i]);
                }

                break;
        }
    }

    /// <summary>The same from YamlDotNet's events; null when it is not valid YAML to it.</summary>
    internal static string? Theirs(byte[] file)
    {
        try
        {
            using var reader = new StreamReader(new MemoryStream(file));
            var parser = new Parser(reader);
            var lines = new StringBuilder();
            parser.Consume<StreamStart>();
            for (var i = 0; !parser.Accept<StreamEnd>(out _); i++)
            {
                parser.Consume<DocumentStart>();
                Append(lines, i.ToString(CultureInfo.InvariantCulture), parser);
                parser.Consume<DocumentEnd>();
            }

            return lines.ToString();
        }
        catch (YamlException)
        {
            return null;
        }
    }

    private static void Append(StringBuilder lines, string path, Parser parser)
    {
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            lines.Append(path).Append(" = ").Append(Escape(scalar.Value)).Append('\n');
        }
        else if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            lines.Append(path).Append(" = *").Append(alias.Value.Value).Append('\n');
        }
        else if (parser.TryConsume<SequenceStart>(out _))
        {
            lines.Append(path).Append(" []\n");
            for (var i = 0; !parser.TryConsume<SequenceEnd>(out _); i++)
            {
                Append(lines, $"{path}[{i}]", parser);
            }
        }
        else
        {
            parser.Consume<MappingStart>();
            lines.Append(path).Append(" {}\n");
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = Key(parser);
                Append(lines, $"{path}.{Escape(key)}", parser);
            }
        }
    }

    private static string Key(Parser parser)
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return "*" + alias.Value.Value;
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return scalar.Value;
        }

        parser.SkipThisAndNestedEvents();
        return "";
    }

    private static string Escape(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
