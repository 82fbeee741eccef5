using System.Globalization;
using System.Text.RegularExpressions;
using static PipelineKit.Templating.Builtins.Parameter;

namespace PipelineKit.Templating.Builtins;

/// <summary>The builtin object <c>regex</c>: .NET's regular expressions; in the manifest profile only those that need no backtracking.</summary>
internal static class RegexBuiltins
{
    public static ScriptObject Create() => new BuiltinObject("regex")
        .Add("escape", static call => call.TextOrNull(0) is { } pattern ? Escape(call.Context, pattern) : default(ScriptValue), Text("pattern"))
        .Add("match", static call => Run(call, Match), Text("text"), Text("pattern"), Text("options").Or(default))
        .Add("matches", static call => Run(call, Matches), Text("text"), Text("pattern"), Text("options").Or(default))
        .Add("replace", static call => Run(call, Replace), Text("text"), Text("pattern"), Text("replace"), Text("options").Or(default))
        .Add("split", static call => Run(call, Split), Text("text"), Text("pattern"), Text("options").Or(default))
        .Add("unescape", Unescape, Text("pattern"))
        .Done();

    private static string Escape(RenderContext context, string pattern)
    {
        context.CheckLength(pattern.Length);
        var escaped = Regex.Escape(pattern);
        context.CheckLength(escaped.Length);
        return escaped;
    }

    private static ScriptValue Unescape(NativeCall call)
    {
        try
        {
            return call.TextOrNull(0) is { } pattern ? Regex.Unescape(pattern) : default(ScriptValue);
        }
        catch (ArgumentException exception)
        {
            throw call.Context.Error(exception.Message);
        }
    }

    private static ScriptValue Run(NativeCall call, Func<NativeCall, Regex, ScriptValue> body)
    {
        call.Context.BeginRegex();
        try
        {
            var result = body(call, TemplateRegex.Of(call));
            CheckTime(call.Context);
            call.Context.EndRegex();
            return result;
        }
        catch (RegexMatchTimeoutException)
        {
            throw TimeReached(call.Context);
        }
    }

    private static void CheckTime(RenderContext context)
    {
        if (context.IsRegexOverdue())
        {
            throw TimeReached(context);
        }
    }

    private static TemplateException TimeReached(RenderContext context) => context.Error(
        string.Create(CultureInfo.InvariantCulture, $"The regular expressions of this rendering took longer than {context.Limits.RegexTime.TotalSeconds} s."), TemplateErrorKind.Limit);

    /// <summary>The next match, if there is time for it.</summary>
    private static Match Next(RenderContext context, Match match)
    {
        CheckTime(context);
        return match.NextMatch();
    }

    private static ScriptValue Match(NativeCall call, Regex regex)
    {
        var match = regex.Match(call.Text(0));
        return match.Success ? Groups(call.Context, match) : new ScriptArray();
    }

    private static ScriptValue Matches(NativeCall call, Regex regex)
    {
        var result = new ScriptArray();
        for (var match = regex.Match(call.Text(0)); match.Success; match = Next(call.Context, match))
        {
            call.Context.Iterate();
            result.AddTo(call.Context, Groups(call.Context, match));
        }

        return result;
    }

    private static ScriptArray Groups(RenderContext context, Match match)
    {
        var groups = new ScriptArray(match.Groups.Count);
        for (var i = 0; i < match.Groups.Count; i++)
        {
            context.ChargeText(match.Groups[i].Length);
            groups.Add(match.Groups[i].Value);
        }

        return groups;
    }

    private static ScriptValue Replace(NativeCall call, Regex regex)
    {
        var (text, replacement) = (call.Text(0), call.Text(2));
        var result = new BoundedText(call.Context);
        var kept = 0;
        for (var match = regex.Match(text); match.Success; match = Next(call.Context, match))
        {
            result.Append(text.AsSpan(kept, match.Index - kept));
            TemplateRegex.AppendReplacement(call.Context, result, text, match, regex, replacement);
            kept = match.Index + match.Length;
        }

        result.Append(text.AsSpan(kept));
        return result.ToString();
    }

    private static ScriptValue Split(NativeCall call, Regex regex)
    {
        var text = call.Text(0);
        var result = new ScriptArray();
        var kept = 0;
        for (var match = regex.Match(text); match.Success; match = Next(call.Context, match))
        {
            Add(call.Context, result, text[kept..match.Index]);
            for (var i = 1; i < match.Groups.Count; i++)
            {
                if (match.Groups[i].Success)
                {
                    Add(call.Context, result, match.Groups[i].Value);
                }
            }

            kept = match.Index + match.Length;
        }

        Add(call.Context, result, text[kept..]);
        return result;
    }

    private static void Add(RenderContext context, ScriptArray list, string part)
    {
        context.Iterate();
        context.ChargeText(part.Length);
        list.AddTo(context, part);
    }
}
