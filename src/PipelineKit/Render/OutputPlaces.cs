using System.Text;
using PipelineKit.Failures;
using PipelineKit.Manifests.Rendered;
using PipelineKit.Templating;

namespace PipelineKit.Render;

/// <summary>Leads from a byte of what was rendered back to the template.</summary>
/// <param name="output">What was rendered.</param>
/// <param name="map">Which byte came from where.</param>
/// <param name="template">The template's path, for bytes that came from nowhere, such as the end of an empty output.</param>
internal sealed class OutputPlaces(ReadOnlyMemory<byte> output, SourceMap map, string template)
{
    private const int LongestLine = 160;

    /// <summary>The place in the template that wrote the byte.</summary>
    internal SourcePlace PlaceOf(int offset) => OriginOf(offset) is { } origin ? TemplateFailures.PlaceOf(origin.Place) : new SourcePlace(template);

    /// <summary>Whether the byte stands in a template as it is; else a value wrote it.</summary>
    internal bool IsText(int offset) => OriginOf(offset) is not { IsText: false };

    /// <summary>Faults of the YAML, as failures at the places in the template. What a loop does wrong in every round is one of them.</summary>
    internal IReadOnlyList<Failure> FailuresOf(IEnumerable<YamlFault> faults) =>
    [
        .. faults.GroupBy(f => (Place: PlaceOf(f.Offset), f.Message, Includes: Includes(f.Offset))).Select(same =>
        {
            var (first, more) = (same.First(), same.Count() - 1);
            var failure = FailureAt(first.Offset, first.Message, first.Remedy);
            return more == 0 ? failure : failure with { What = $"{failure.What}, and {RenderText.Count(more, "more place")} of what this writes" };
        }),
    ];

    /// <summary>A failure at the place in the template that wrote the byte.</summary>
    internal Failure FailureAt(int offset, string message, string remedy) =>
        new(FailureCodes.MalformedManifest, $"{message}{Includes(offset)}. {Tell(offset)}", remedy, PlaceOf(offset));

    /// <summary>The line that was rendered there.</summary>
    internal string Tell(int offset)
    {
        var (line, number) = LineAt(offset);
        return $"Rendered line {number}: `{line}`";
    }

    /// <summary>The includes that led there, in brackets; empty without.</summary>
    internal string Includes(int offset) => OriginOf(offset) is { } origin ? TemplateFailures.StackText(origin.IncludeStack) : "";

    private SourceMap.Origin? OriginOf(int offset) => output.Length == 0 ? null : map.Find(Math.Clamp(offset, 0, output.Length - 1));

    private (string Line, int Number) LineAt(int offset)
    {
        var text = output.Span;
        var at = Math.Clamp(offset, 0, text.Length);
        var start = text[..at].LastIndexOf((byte)'\n') + 1;
        var length = text[start..].IndexOfAny((byte)'\r', (byte)'\n');
        var line = Encoding.UTF8.GetString(length < 0 ? text[start..] : text.Slice(start, length)).Trim();
        return (line.Length <= LongestLine ? line : line[..LongestLine] + "...", text[..at].Count((byte)'\n') + 1);
    }
}
