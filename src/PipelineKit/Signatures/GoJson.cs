using System.Globalization;
using System.Text;

namespace PipelineKit.Signatures;

/// <summary>Writes JSON texts and objects as Go's encoding/json does, for payloads whose bytes are compared with cosign's.</summary>
internal static class GoJson
{
    /// <summary>Appends an object with its keys in the order of their UTF-8 bytes, or <c>null</c> when it is empty, as Go writes a map that was never made.</summary>
    internal static StringBuilder Append(StringBuilder json, IReadOnlyDictionary<string, string> map)
    {
        if (map.Count == 0)
        {
            return json.Append("null");
        }

        var separator = '{';
        foreach (var (name, value) in map.OrderBy(p => Encoding.UTF8.GetBytes(p.Key), Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))))
        {
            Append(json.Append(separator), name).Append(':');
            Append(json, value);
            separator = ',';
        }

        return json.Append('}');
    }

    /// <summary>Appends a text: control characters, quotes, HTML's special characters and the two line separators escaped, all else as it is.</summary>
    internal static StringBuilder Append(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append(@"\\"),
                '\b' => json.Append(@"\b"),
                '\f' => json.Append(@"\f"),
                '\n' => json.Append(@"\n"),
                '\r' => json.Append(@"\r"),
                '\t' => json.Append(@"\t"),
                < ' ' or '<' or '>' or '&' or 0x2028 or 0x2029 => json.Append(CultureInfo.InvariantCulture, $@"\u{rune.Value:x4}"),
                _ => json.Append(rune.ToString()),
            };
        }

        return json.Append('"');
    }
}
