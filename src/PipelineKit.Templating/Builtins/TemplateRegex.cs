using System.Globalization;
using System.Text.RegularExpressions;

namespace PipelineKit.Templating.Builtins;

/// <summary>A regular expression of a template, and the text that replaces a match of it.</summary>
internal static class TemplateRegex
{
    // An expression is written by hand; one of this size is not, and compiling it is work that no clock watches.
    private const int LongestPattern = 10_000;

    // Compiled ones that a rendering keeps; a template with more of them makes its patterns from data.
    private const int Kept = 64;

    /// <summary>The expression in the second argument, with the options in the last one.</summary>
    public static Regex Of(NativeCall call)
    {
        var pattern = call.Text(1);
        if (pattern.Length > LongestPattern)
        {
            throw call.Context.Error($"A regular expression of {pattern.Length} characters exceeds the limit of {LongestPattern}.", TemplateErrorKind.Limit);
        }

        var options = Options(call.TextOrNull(call.Arguments.Length - 1));
        if (call.Context.Profile == TemplateProfile.Manifest)
        {
            options |= RegexOptions.NonBacktracking;
        }

        var known = call.Context.Regexes;
        if (known.TryGetValue((pattern, options), out var regex))
        {
            return regex;
        }

        if (known.Count == Kept)
        {
            known.Clear();
        }

        return known[(pattern, options)] = Compiled(call.Context, pattern, options);
    }

    private static Regex Compiled(RenderContext context, string pattern, RegexOptions options)
    {
        try
        {
            return new Regex(pattern, options, context.Limits.RegexTime);
        }
        catch (ArgumentException exception)
        {
            throw context.Error(exception.Message);
        }
        catch (NotSupportedException)
        {
            throw context.Error(
                $"The regular expression `{pattern}` cannot be run in linear time: it has a lookaround, a backreference or an atomic group, or is too large",
                remedy: "Write it without.");
        }
    }

    private static RegexOptions Options(string? letters)
    {
        var options = RegexOptions.CultureInvariant;
        foreach (var letter in letters ?? "")
        {
            options |= letter switch
            {
                'i' => RegexOptions.IgnoreCase,
                'm' => RegexOptions.Multiline,
                's' => RegexOptions.Singleline,
                'x' => RegexOptions.IgnorePatternWhitespace,
                _ => RegexOptions.None,
            };
        }

        return options;
    }

    /// <summary>
    /// Appends a replacement: <c>$1</c> and <c>${name}</c> groups, <c>$&amp;</c> the match, <c>$`</c> and <c>$'</c> what stands before and behind it, <c>$_</c> the whole text,
    /// <c>$+</c> the last group, <c>$$</c> a dollar; any other dollar stands for itself.
    /// </summary>
    public static void AppendReplacement(RenderContext context, BoundedText result, string text, Match match, Regex regex, string replacement)
    {
        var rest = replacement.AsSpan();
        context.ChargeText(rest.Length);
        for (var dollar = rest.IndexOf('$'); dollar >= 0; dollar = rest.IndexOf('$'))
        {
            result.Append(rest[..dollar]);
            var (part, length) = Substitution(rest[(dollar + 1)..], text, match, regex);
            result.Append(length == 0 ? "$" : part.Span);
            rest = rest[(dollar + 1 + length)..];
        }

        result.Append(rest);
    }

    /// <summary>What stands behind a dollar: its text and how many characters it took; none when the dollar is only a dollar.</summary>
    private static (ReadOnlyMemory<char> Part, int Length) Substitution(ReadOnlySpan<char> rest, string text, Match match, Regex regex) => rest switch
    {
        ['$', ..] => ("$".AsMemory(), 1),
        ['&', ..] => (Value(text, match), 1),
        ['`', ..] => (text.AsMemory(0, match.Index), 1),
        ['\'', ..] => (text.AsMemory(match.Index + match.Length), 1),
        ['_', ..] => (text.AsMemory(), 1),
        ['+', ..] => (Value(text, match.Groups[match.Groups.Count - 1]), 1),
        ['{', .. var named] => Named(named, text, match, regex),
        _ => Numbered(rest, text, match, regex),
    };

    private static (ReadOnlyMemory<char> Part, int Length) Named(ReadOnlySpan<char> rest, string text, Match match, Regex regex)
    {
        var end = rest.IndexOf('}');
        if (end <= 0)
        {
            return default;
        }

        var number = regex.GroupNumberFromName(rest[..end].ToString());
        return number < 0 ? default : (Value(text, match.Groups[number]), end + 2);
    }

    private static (ReadOnlyMemory<char> Part, int Length) Numbered(ReadOnlySpan<char> rest, string text, Match match, Regex regex)
    {
        var digits = rest.IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? rest.Length : digits;
        var isNumber = int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return isNumber && Array.IndexOf(regex.GetGroupNumbers(), number) >= 0 ? (Value(text, match.Groups[number]), digits) : default;
    }

    private static ReadOnlyMemory<char> Value(string text, Group group) => group.Success ? text.AsMemory(group.Index, group.Length) : default;
}
