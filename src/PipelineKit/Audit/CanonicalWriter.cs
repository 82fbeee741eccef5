using System.Globalization;
using System.Text;

namespace PipelineKit.Audit;

/// <summary>Writes one JSON object as RFC 8785 has it. Members come in the order given, which must be that of their names; what is empty is left out.</summary>
internal sealed class CanonicalWriter
{
    private readonly StringBuilder _text = new("{");

    /// <summary>All of it, in UTF-8; half a surrogate pair becomes U+FFFD.</summary>
    internal byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.Append('}').ToString());

    internal void Text(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Name(name);
            Quote(value);
        }
    }

    internal void Literal(string name, string value)
    {
        Name(name);
        _text.Append(value);
    }

    internal void Number(string name, long value) => Literal(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A seconds value: whole milliseconds below 10^12, of which three decimals are what ECMAScript writes too; adding 0 takes the sign of -0.</summary>
    internal void Seconds(string name, double value) => Literal(name, (value + 0.0).ToString("0.###", CultureInfo.InvariantCulture));

    internal void Map<T>(string name, IReadOnlyDictionary<string, T> values, Action<string, T> write)
    {
        if (values.Count == 0)
        {
            return;
        }

        Name(name);
        _text.Append('{');
        foreach (var (key, value) in values.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            write(key, value);
        }

        _text.Append('}');
    }

    private void Name(string name)
    {
        if (_text[^1] != '{')
        {
            _text.Append(',');
        }

        Quote(name);
        _text.Append(':');
    }

    // RFC 8785, 3.2.2.2: the short escapes, \u00xx in lower case for other control characters, everything else as it is.
    private void Quote(string text)
    {
        _text.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => _text.Append('\\').Append(c),
                '\b' => _text.Append(@"\b"),
                '\t' => _text.Append(@"\t"),
                '\n' => _text.Append(@"\n"),
                '\f' => _text.Append(@"\f"),
                '\r' => _text.Append(@"\r"),
                < ' ' => _text.Append(@"\u00").Append(((int)c).ToString("x2", CultureInfo.InvariantCulture)),
                _ => _text.Append(c),
            };
        }

        _text.Append('"');
    }
}
