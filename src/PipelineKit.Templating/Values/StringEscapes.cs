using System.Text;

namespace PipelineKit.Templating;

/// <summary>Text as it stands between double quotes in code.</summary>
internal static class StringEscapes
{
    /// <summary>Appends the text with escapes and without the quotes.</summary>
    public static void Append(StringBuilder builder, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            var escape = Letter(c);
            if (escape != '\0')
            {
                builder.Append('\\').Append(escape);
            }
            else if (char.IsControl(c))
            {
                builder.Append("\\x").Append(((int)c).ToString("x2"));
            }
            else
            {
                builder.Append(c);
            }
        }
    }

    /// <summary>Appends the text as a literal: escapes and double quotes.</summary>
    public static void AppendLiteral(StringBuilder builder, ReadOnlySpan<char> text)
    {
        builder.Append('"');
        Append(builder, text);
        builder.Append('"');
    }

    private static char Letter(char c) => c switch
    {
        '\a' => 'a',
        '\b' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\v' => 'v',
        '\f' => 'f',
        '\r' => 'r',
        '"' => '"',
        '\\' => '\\',
        _ => '\0',
    };
}
