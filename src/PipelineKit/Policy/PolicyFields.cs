using System.Globalization;
using PipelineKit.Actions;
using PipelineKit.Failures;
using PipelineKit.Yaml;

namespace PipelineKit.Policy;

/// <summary>Takes values out of one mapping of a policy or exceptions file. What is wrong is kept with its place, so that all of it is said at once; the value is the default then.</summary>
internal sealed class PolicyFields
{
    private const int MaximumText = 2000;
    private readonly YamlValue? _section;
    private readonly List<Failure> _problems;

    /// <summary>Reads this mapping; a key that is not known is a problem.</summary>
    /// <param name="section">The mapping; null when the file has none, and then everything is the default.</param>
    /// <param name="problems">Where problems go.</param>
    /// <param name="known">The keys it may have.</param>
    internal PolicyFields(YamlValue? section, List<Failure> problems, params IReadOnlyCollection<string> known)
    {
        _problems = problems;
        if (section is not null && section.Shape != YamlShape.Mapping)
        {
            problems.Add(section.Failure("keys and values are expected here", $"Known here: {string.Join(", ", known.Order(StringComparer.Ordinal).Select(k => $"`{k}`"))}."));
            section = null;
        }

        _section = section;
        problems.AddRange(section?.UnknownKeys(known) ?? []);
    }

    /// <summary>The value of a key, whatever it is; null when it is not there.</summary>
    internal YamlValue? this[string key] => _section?[key];

    /// <summary>Adds a problem at the value of a key, or at the mapping when it has none.</summary>
    internal void Problem(string key, string what, string? remedy = null) => Problem(this[key] ?? _section, what, remedy);

    /// <summary>Adds a problem at a value.</summary>
    internal void Problem(YamlValue? at, string what, string? remedy = null)
    {
        if (at is not null)
        {
            _problems.Add(at.Failure(what, remedy));
        }
    }

    /// <summary>Text of one line; empty when it is not there.</summary>
    internal string Text(string key) => this[key] is { } value ? Scalar(value, key) ?? "" : "";

    /// <summary>Text that must be there.</summary>
    internal string RequiredText(string key, string remedy)
    {
        var text = Text(key).Trim();
        if (text.Length == 0 && (this[key] is null || this[key]!.Shape == YamlShape.Scalar))
        {
            Problem(key, $"`{key}` is missing here", remedy);
        }

        return text;
    }

    /// <summary>Texts: a list, or one text alone.</summary>
    internal IReadOnlyList<string> Texts(string key) => [.. Values(key).Select(value => Scalar(value, key)).OfType<string>()];

    /// <summary>The items of a list, or the value alone when it is no list.</summary>
    internal IReadOnlyList<YamlValue> Values(string key) =>
        this[key] switch
        {
            null => [],
            { Shape: YamlShape.Sequence } list => list.Items,
            var one => [one],
        };

    /// <summary>The text of an item of a list, or null after a problem.</summary>
    internal string? Scalar(YamlValue value, string key)
    {
        if (value.Shape != YamlShape.Scalar || value.IsNull)
        {
            Problem(value, $"`{key}` takes text here");
            return null;
        }

        if (value.Text.Length > MaximumText)
        {
            Problem(value, $"`{key}` has {value.Text.Length} characters; at most {MaximumText} are read");
            return null;
        }

        return value.Text;
    }

    /// <summary>true or false.</summary>
    internal bool Flag(string key, bool otherwise) => FlagOrNull(key) ?? otherwise;

    /// <summary>true, false, or null when it is not there.</summary>
    internal bool? FlagOrNull(string key)
    {
        if (this[key] is not { } value)
        {
            return null;
        }

        if (value is { Shape: YamlShape.Scalar, IsQuoted: false, Text: "true" or "false" })
        {
            return value.Text == "true";
        }

        Problem(value, $"`{key}` is true or false, not `{Shown(value)}`");
        return null;
    }

    /// <summary>One of some words, as its index.</summary>
    internal int Word(string key, IReadOnlyList<string> words, int otherwise)
    {
        if (this[key] is not { } value)
        {
            return otherwise;
        }

        for (var i = 0; i < words.Count; i++)
        {
            if (value.Shape == YamlShape.Scalar && string.Equals(value.Text, words[i], StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        var near = value.Shape == YamlShape.Scalar ? Suggestion.For(value.Text, words) : null;
        Problem(value, $"`{key}` is not `{Shown(value)}`", near is null ? $"It is one of {PolicyText.List(words)}." : $"Did you mean `{near}`? It is one of {PolicyText.List(words)}.");
        return otherwise;
    }

    /// <summary>A whole number within bounds.</summary>
    internal int Number(string key, int least, int most, int otherwise)
    {
        if (this[key] is not { } value)
        {
            return otherwise;
        }

        if (value is { Shape: YamlShape.Scalar, IsQuoted: false } && int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Problem(value, $"`{key}` is a number from {least} to {most}, not `{Shown(value)}`");
        return otherwise;
    }

    /// <summary>A span of time (<c>30d</c>, <c>48h</c>); null when it is not there.</summary>
    internal TimeSpan? Span(string key)
    {
        if (this[key] is not { } value)
        {
            return null;
        }

        try
        {
            return Duration.Parse(value.Shape == YamlShape.Scalar ? value.Text : "");
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            Problem(value, $"`{key}` is a span of time, not `{Shown(value)}`", "Write it as in `48h` or `30d`.");
            return null;
        }
    }

    private static string Shown(YamlValue value) => value.Shape switch
    {
        YamlShape.Scalar => value.Text.Length <= 60 ? value.Text : value.Text[..60] + "...",
        YamlShape.Mapping => "keys and values",
        _ => "a list",
    };
}
