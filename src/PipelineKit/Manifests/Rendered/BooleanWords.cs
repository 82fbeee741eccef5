using System.Text;

namespace PipelineKit.Manifests.Rendered;

/// <summary>A word without quotes that YAML 1.1 reads as a boolean.</summary>
/// <param name="Span">Where.</param>
/// <param name="Word">As written.</param>
/// <param name="Where">The path of its value.</param>
/// <param name="IsKey">Whether it is the key.</param>
internal sealed record BooleanWord(ByteSpan Span, string Word, PinPlace Where, bool IsKey);

/// <summary>
/// Finds <c>y</c>, <c>yes</c>, <c>on</c> and their opposites among plain scalars and keys: text by YAML 1.2, booleans by YAML 1.1 (type repository, <c>bool</c>), by which kubectl
/// reads. <c>true</c> and <c>false</c> are the same in both.
/// </summary>
internal static class BooleanWords
{
    private const int Longest = 3;

    internal static IReadOnlyList<BooleanWord> Find(RenderedYaml yaml)
    {
        List<BooleanWord>? words = null;
        var text = yaml.Text.Span;
        var cells = yaml.Cells.AsSpan(0, yaml.NodeCount);
        for (var node = 0; node < cells.Length; node++)
        {
            ref var cell = ref cells[node];
            if (cell.KeyLength is > 0 and <= Longest && cell.KeyStyle == ScalarStyle.Plain && IsWord(text, yaml.KeySpan(node)))
            {
                (words ??= []).Add(Word(yaml, node, yaml.KeySpan(node), isKey: true));
            }

            if (cell.Length is > 0 and <= Longest && cell.Kind == YamlKind.Scalar && cell.Style == ScalarStyle.Plain
                && (cell.Flags & CellFlags.Tagged) == CellFlags.None && IsWord(text, yaml.Span(node)))
            {
                (words ??= []).Add(Word(yaml, node, yaml.Span(node), isKey: false));
            }
        }

        return words ?? [];
    }

    private static BooleanWord Word(RenderedYaml yaml, int node, ByteSpan span, bool isKey) =>
        new(span, Encoding.ASCII.GetString(yaml.Text.Span.Slice(span.Start, span.Length)), new PinPlace(yaml, node, outer: null), isKey);

    // In lower case, in capitals, or with a capital at the start; `oN` is text.
    private static bool IsWord(ReadOnlySpan<byte> text, ByteSpan span)
    {
        var word = text.Slice(span.Start, span.Length);
        return word.Length switch
        {
            1 => word[0] is (byte)'y' or (byte)'Y' or (byte)'n' or (byte)'N',
            2 => word.SequenceEqual("on"u8) || word.SequenceEqual("On"u8) || word.SequenceEqual("ON"u8)
                || word.SequenceEqual("no"u8) || word.SequenceEqual("No"u8) || word.SequenceEqual("NO"u8),
            _ => word.SequenceEqual("yes"u8) || word.SequenceEqual("Yes"u8) || word.SequenceEqual("YES"u8)
                || word.SequenceEqual("off"u8) || word.SequenceEqual("Off"u8) || word.SequenceEqual("OFF"u8),
        };
    }
}
