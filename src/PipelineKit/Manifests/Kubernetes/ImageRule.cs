using System.Diagnostics.CodeAnalysis;
using PipelineKit.Actions;

namespace PipelineKit.Manifests;

/// <summary>Where a rule looks for an image.</summary>
public enum ImageRuleKind
{
    /// <summary>In <c>args</c> and <c>command</c> of a container: what follows the pattern in an argument, or the argument after one that is the pattern.</summary>
    Argument,

    /// <summary>In <c>env</c> of a container: the value of a variable whose name matches the pattern.</summary>
    Environment,

    /// <summary>In any mapping of a Kubernetes object: the value of a key that matches the pattern.</summary>
    Key,
}

/// <summary>Tells of images in places that can hold anything. Without a rule such places are left alone.</summary>
/// <param name="Kind">Where it looks.</param>
/// <param name="Pattern">
/// For an argument, what it starts with (<c>--config-reloader-image=</c>) or is (<c>--image</c>); for a variable or key its name, where <c>*</c> stands for any characters.
/// </param>
public sealed record ImageRule(ImageRuleKind Kind, string Pattern)
{
    /// <summary>Reads <c>arg:PREFIX</c>, <c>env:NAME</c> or <c>key:NAME</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ImageRule? rule)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        ImageRuleKind? kind = (colon < 0 ? "" : text[..colon]) switch
        {
            "arg" => ImageRuleKind.Argument,
            "env" => ImageRuleKind.Environment,
            "key" => ImageRuleKind.Key,
            _ => null,
        };
        var pattern = text[(colon + 1)..].Trim();
        rule = kind is null || pattern.Length == 0 ? null : new ImageRule(kind.Value, pattern);
        return rule is not null;
    }

    /// <summary>The rules an input holds, one a line; each line that is none becomes a problem of that input.</summary>
    internal static ImageRule[] ReadAll(InputReader inputs, Input<IReadOnlyList<string>> input)
    {
        var rules = new List<ImageRule>();
        foreach (var line in inputs.Get(input))
        {
            if (TryParse(line, out var rule))
            {
                rules.Add(rule);
            }
            else
            {
                inputs.Problem(input, $"`{line}` is not an image rule: allowed are arg:PREFIX, env:NAME and key:NAME.");
            }
        }

        return [.. rules];
    }

    /// <summary>Whether the name of a variable or key matches the pattern.</summary>
    public bool Matches(string name) => Matches(Pattern, name);

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // One pass with one place to come back to: the last star.
        var (p, n, star, resume) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = n;
            }
            else if (p < pattern.Length && pattern[p] == name[n])
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }
}
