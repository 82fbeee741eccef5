using System.Globalization;
using PipelineKit.Failures;
using PipelineKit.Templating;

namespace PipelineKit.Render.Values;

/// <summary>One line of the <c>set</c> input: <c>path=value</c>, or <c>path:=text</c> which is text whatever it looks like. A path is names and positions: <c>app.ports[0].name</c>, <c>labels["a.b/c"]</c>.</summary>
internal static class SetExpression
{
    private const int HighestIndex = 1000;
    private const int MostSteps = 64;
    private const int LongestShown = 100;

    /// <summary>Sets the value the line names; mappings and lists on the way are made.</summary>
    /// <exception cref="FailureException">The line is not of this form, or the path goes through something that is no mapping or list.</exception>
    public static void Apply(ScriptObject values, string line)
    {
        var equals = EndOfPath(line);
        if (equals <= 0)
        {
            throw Problem(line, "it is not of the form `path=value`");
        }

        var isText = line[equals - 1] == ':';
        var path = Steps(line[..(isText ? equals - 1 : equals)].Trim(), line);
        var text = line[(equals + 1)..];
        var value = isText ? text : PlainScalar.Of(text);
        ScriptValue owner = values;
        for (var i = 0; i < path.Count; i++)
        {
            owner = Descend(owner, path[i], i == path.Count - 1 ? value : Made(owner, path[i], path[i + 1]), line);
        }
    }

    // What stands at a step, or a new mapping or list when nothing does.
    private static ScriptValue Made(ScriptValue owner, string step, string next)
    {
        var there = step[0] == '[' ? Item(owner.AsArray, Index(step)) : owner.AsObject?[step[1..]] ?? default;
        return !there.IsNull ? there : next[0] == '[' ? new ScriptArray() : new ScriptObject();
    }

    private static ScriptValue Item(ScriptArray? list, int index) => list is not null && index < list.Count ? list[index] : default;

    private static ScriptValue Descend(ScriptValue owner, string step, ScriptValue value, string line)
    {
        if (step[0] == '[')
        {
            var list = owner.AsArray ?? throw Problem(line, $"`{step}` asks for an item, but what stands there is not a list");
            var index = Index(step);
            if (index > list.Count)
            {
                throw Problem(line, $"`{step}` is past the end of a list of {list.Count}");
            }

            if (index == list.Count)
            {
                list.Add(value);
            }
            else
            {
                list[index] = value;
            }
        }
        else
        {
            (owner.AsObject ?? throw Problem(line, $"`{step[1..]}` is asked of something that is not a mapping")).Set(step[1..], value);
        }

        return value;
    }

    private static int Index(string step) => int.Parse(step.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture);

    private static int EndOfPath(string line)
    {
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            isQuoted ^= line[i] == '"';
            if (line[i] == '=' && !isQuoted)
            {
                return i;
            }
        }

        return -1;
    }

    // Each step is `.name` or `[index`.
    private static List<string> Steps(string path, string line)
    {
        var steps = new List<string>();
        for (var i = 0; i < path.Length;)
        {
            if (path[i] == '[')
            {
                var end = path.IndexOf(']', i) is var e && path.AsSpan(i).StartsWith("[\"", StringComparison.Ordinal) ? path.IndexOf("\"]", i + 2, StringComparison.Ordinal) + 1 : e;
                var inside = end > i ? path[(i + 1)..end] : throw Problem(line, "a `[` is not closed");
                steps.Add(inside is ['"', .., '"'] ? "." + inside[1..^1] : int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= HighestIndex
                    ? $"[{index}"
                    : throw Problem(line, $"`[{inside}]` is neither a position up to {HighestIndex} nor a name in quotes"));
                i = end + 1;
                continue;
            }

            var start = path[i] == '.' && steps.Count > 0 ? i + 1 : i;
            var stop = path.AsSpan(start).IndexOfAny('.', '[') is var s && s < 0 ? path.Length : start + s;
            if (stop == start)
            {
                throw Problem(line, "a name in the path is empty");
            }

            steps.Add("." + path[start..stop]);
            i = stop;
        }

        if (steps.Count > MostSteps)
        {
            throw Problem(line.Length <= LongestShown ? line : line[..LongestShown] + "...", $"the path has {steps.Count} steps; at most {MostSteps} are followed");
        }

        return steps.Count > 0 && steps[0][0] == '.' ? steps : throw Problem(line, "the path must begin with a name");
    }

    private static FailureException Problem(string line, string why) => new(new Failure(
        FailureCodes.BadInputValue, $"`set: {line}` cannot be applied: {why}", "Write `app.replicas=3`, `ports[0].name=http`, `labels[\"a.b/c\"]=x`, or `version:=1.10` for text.", SourcePlace.OfInput("set")));
}
