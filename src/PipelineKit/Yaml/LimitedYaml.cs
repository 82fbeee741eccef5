using System.Text;
using PipelineKit.Failures;
using YamlDotNet.Core;

namespace PipelineKit.Yaml;

/// <summary>
/// Reads one YAML document (YAML 1.2.2) into values with places. The text may come from anyone: size, depth, nodes after aliases and the number
/// of aliases are bounded, and tags, merge keys, duplicate keys, cycles and second documents are refused.
/// </summary>
public static class LimitedYaml
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file a person writes; failures carry <see cref="FailureCodes.BadConfiguration"/>.</summary>
    /// <param name="content">The file, UTF-8 with or without byte order mark.</param>
    /// <param name="file">Its path as the user knows it, for messages.</param>
    /// <returns>The document's value; null as a value for an empty file.</returns>
    /// <exception cref="FailureException">Not YAML, or not within the limits; the failure has line and column.</exception>
    public static YamlValue Read(ReadOnlyMemory<byte> content, string file) => Read(content, file, YamlLimits.Default, FailureCodes.BadConfiguration);

    /// <summary>Reads with other limits, and with another code on the failures.</summary>
    /// <param name="content">The file, UTF-8 with or without byte order mark.</param>
    /// <param name="file">Its path as the user knows it, for messages.</param>
    /// <param name="limits">How much is read.</param>
    /// <param name="code">The code of the failures.</param>
    /// <returns>The document's value; null as a value for an empty file.</returns>
    /// <exception cref="FailureException">Not YAML, or not within the limits; the failure has line and column.</exception>
    public static YamlValue Read(ReadOnlyMemory<byte> content, string file, YamlLimits limits, FailureCode code)
    {
        var source = new YamlSource(file, code);
        if (content.Length > limits.MaximumBytes)
        {
            throw source.Error($"the file has {content.Length} bytes; at most {limits.MaximumBytes} are read", remedy: null, line: 1, column: 1);
        }

        var text = Decode(content.Span, source);
        using var reader = new StringReader(text);
        try
        {
            return new YamlReader(new Parser(reader), source, limits).ReadDocument();
        }
        catch (YamlException e)
        {
            var (line, column) = Place(e, text);
            throw source.Error("not valid YAML: " + Reason(e), remedy: null, line, column);
        }
    }

    private static string Decode(ReadOnlySpan<byte> content, YamlSource source)
    {
        var text = content.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException e)
        {
            var line = 1 + text[..Math.Clamp(e.Index, 0, text.Length)].Count((byte)'\n');
            throw source.Error("the file is not UTF-8 text", "Save it as UTF-8.", line, column: 1);
        }
    }

    // The parser reports a tab in the indentation where the mapping began; it is more use to say where the tab is.
    private static (int Line, int Column) Place(YamlException e, string text)
    {
        if (e.Message.Contains(" tab ", StringComparison.Ordinal))
        {
            var number = 0;
            foreach (var line in text.AsSpan().EnumerateLines())
            {
                number++;
                var indentation = line.IndexOfAnyExcept(' ');
                if (number >= e.Start.Line && indentation >= 0 && line[indentation] == '\t')
                {
                    return (number, indentation + 1);
                }
            }
        }

        return ((int)Math.Max(1, e.Start.Line), (int)Math.Max(1, e.Start.Column));
    }

    private static string Reason(YamlException e)
    {
        var reason = e.Message.Trim().TrimEnd('.');
        return reason.Length == 0 ? "the text stops making sense here" : char.ToLowerInvariant(reason[0]) + reason[1..];
    }
}
