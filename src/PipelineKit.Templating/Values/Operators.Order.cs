namespace PipelineKit.Templating;

internal static partial class Operators
{
    /// <summary>The order of two values when a list is sorted: null first, numbers by size, text by the profile's rules; other mixtures are an error.</summary>
    public static int Compare(RenderContext context, ScriptValue a, ScriptValue b)
    {
        if (a.IsNull || b.IsNull)
        {
            return (a.IsNull ? 0 : 1) - (b.IsNull ? 0 : 1);
        }

        if (a.IsString && b.IsString)
        {
            return context.Profile == TemplateProfile.Manifest ? string.CompareOrdinal(a.AsString, b.AsString) : TextOrder.Compare(a.AsString!, b.AsString!);
        }

        if (a.IsNumber && b.IsNumber)
        {
            return CompareNumbers(context, a, b);
        }

        if (a.Kind != b.Kind)
        {
            throw context.Error($"Failed to compare two elements in the array: {TypeNames.Of(a)} and {TypeNames.Of(b)}.");
        }

        return a.Kind switch
        {
            ScriptValueKind.Boolean => a.AsBoolean.CompareTo(b.AsBoolean),
            ScriptValueKind.Date => a.AsDate.CompareTo(b.AsDate),
            ScriptValueKind.TimeSpan => a.AsTimeSpan.CompareTo(b.AsTimeSpan),
            _ => throw context.Error("At least one object must implement IComparable."),
        };
    }

    private static int CompareNumbers(RenderContext context, ScriptValue a, ScriptValue b) => Widest(a.Kind, b.Kind) switch
    {
        ScriptValueKind.Decimal => Conversions.ToDecimal(context, a).CompareTo(Conversions.ToDecimal(context, b)),
        ScriptValueKind.Double or ScriptValueKind.Float => Conversions.ToDouble(context, a).CompareTo(Conversions.ToDouble(context, b)),
        ScriptValueKind.BigInteger => Conversions.ToBigInteger(context, a).CompareTo(Conversions.ToBigInteger(context, b)),
        _ => a.AsLong.CompareTo(b.AsLong),
    };
}

/// <summary>
/// The order people expect of text, near to what a culture gives: white space, punctuation, symbols, digits, letters; letters without regard to case or accent first, then
/// by accent, then small before capital. The process has no cultures (InvariantGlobalization), and Scriban sorts by one.
/// </summary>
internal static class TextOrder
{
    // U+00C0 to U+00FF without their accents; letters of their own stand for themselves.
    private const string Bases = "AAAAAAÆCEEEEIIIIÐNOOOOO×OUUUUYÞßaaaaaaæceeeeiiiiðnooooo÷ouuuuyþy";

    public static int Compare(string a, string b)
    {
        var shorter = Math.Min(a.Length, b.Length);
        for (var i = 0; i < shorter; i++)
        {
            var order = Weight(a[i]).CompareTo(Weight(b[i]));
            if (order != 0)
            {
                return order;
            }
        }

        if (a.Length != b.Length)
        {
            return a.Length.CompareTo(b.Length);
        }

        for (var i = 0; i < a.Length; i++)
        {
            var order = char.ToLowerInvariant(a[i]).CompareTo(char.ToLowerInvariant(b[i]));
            if (order != 0)
            {
                return order;
            }
        }

        for (var i = 0; i < a.Length; i++)
        {
            var order = char.IsUpper(a[i]).CompareTo(char.IsUpper(b[i]));
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static int Weight(char c)
    {
        var folded = char.ToLowerInvariant(c is >= '\u00C0' and <= '\u00FF' ? Bases[c - '\u00C0'] : c);
        var group = char.IsLetter(c) ? 4 : char.IsDigit(c) ? 3 : char.IsSymbol(c) ? 2 : char.IsWhiteSpace(c) || char.IsControl(c) ? 0 : 1;
        return (group << 16) + folded;
    }
}
