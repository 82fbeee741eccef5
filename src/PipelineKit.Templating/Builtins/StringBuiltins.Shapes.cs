namespace PipelineKit.Templating.Builtins;

/// <summary>Letter case, white space, padding.</summary>
internal static partial class StringBuiltins
{
    private static ScriptValue Capitalize(NativeCall call)
    {
        var text = call.Text(0);
        return text.Length == 0 || char.IsUpper(text[0]) ? text : string.Concat([char.ToUpperInvariant(text[0])], text.AsSpan(1));
    }

    private static ScriptValue CapitalizeWords(NativeCall call)
    {
        var characters = call.Text(0).ToCharArray();
        var isAtWord = true;
        for (var i = 0; i < characters.Length; i++)
        {
            if (char.IsWhiteSpace(characters[i]))
            {
                isAtWord = true;
            }
            else if (isAtWord && char.IsLetter(characters[i]))
            {
                characters[i] = char.ToUpperInvariant(characters[i]);
                isAtWord = false;
            }
        }

        return new string(characters);
    }

    private static ScriptValue Handleize(NativeCall call)
    {
        var result = new BoundedText(call.Context);
        var isAfterHyphen = false;
        foreach (var c in call.Text(0))
        {
            if (char.IsLetterOrDigit(c))
            {
                result.Append(char.ToLowerInvariant(c));
                isAfterHyphen = false;
            }
            else if (!isAfterHyphen)
            {
                result.Append('-');
                isAfterHyphen = true;
            }
        }

        result.Cut(isAfterHyphen ? 1 : 0);
        return result.ToString();
    }

    private static ScriptValue Padded(NativeCall call, bool isLeft)
    {
        var text = call.Text(0);
        var width = call.Integer(1);
        if (width < 0)
        {
            throw call.Context.Error("Non-negative number required. (Parameter 'totalWidth')");
        }

        if (width <= text.Length)
        {
            return text;
        }

        call.Context.CheckLength(width);
        call.Context.ChargeText(width);
        return isLeft ? text.PadLeft(width) : text.PadRight(width);
    }

    private static ScriptValue StripNewlines(NativeCall call) =>
        call.Text(0).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
}
