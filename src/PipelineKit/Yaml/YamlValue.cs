using System.Globalization;
using PipelineKit.Failures;

namespace PipelineKit.Yaml;

/// <summary>What a YAML value is made of.</summary>
public enum YamlShape
{
    /// <summary>Text, number, true, false or null.</summary>
    Scalar,

    /// <summary>Keys and values.</summary>
    Mapping,

    /// <summary>Items.</summary>
    Sequence,
}

/// <summary>A key and its value.</summary>
/// <param name="Key">The key; always text, unique in its mapping.</param>
/// <param name="Line">1-based line of the key.</param>
/// <param name="Column">1-based column of the key.</param>
/// <param name="Value">The value.</param>
public sealed record YamlPair(string Key, int Line, int Column, YamlValue Value);

/// <summary>
/// A value of a YAML file and the place it was written at. Made by <see cref="LimitedYaml"/> only, so it is bounded in size and depth, has no
/// cycles, no tags and no duplicate keys. What is asked of it in the wrong shape is a <see cref="FailureException"/> that names the place.
/// </summary>
public sealed class YamlValue
{
    private readonly YamlSource _source;
    private Dictionary<string, YamlPair>? _index;

    internal YamlValue(YamlSource source, YamlShape shape, int line, int column)
    {
        _source = source;
        Shape = shape;
        Line = line;
        Column = column;
    }

    /// <summary>Scalar, mapping or sequence.</summary>
    public YamlShape Shape { get; }

    /// <summary>1-based line of the first character.</summary>
    public int Line { get; }

    /// <summary>1-based column of the first character.</summary>
    public int Column { get; }

    /// <summary>Where it stands.</summary>
    public SourcePlace Place => new(_source.File, Line, Column);

    /// <summary>A scalar's text, quotes and escapes resolved; empty for the other shapes.</summary>
    public string Text { get; internal init; } = "";

    /// <summary>Whether a scalar is written in quotes or as a block, and so is text whatever it looks like.</summary>
    public bool IsQuoted { get; internal init; }

    /// <summary>Whether it is a plain scalar that means nothing: empty, <c>~</c> or <c>null</c> (YAML 1.2.2, section 10.3.2).</summary>
    public bool IsNull => Shape == YamlShape.Scalar && !IsQuoted && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>Keys and values in the order of the file; empty for the other shapes.</summary>
    public IReadOnlyList<YamlPair> Pairs { get; internal set; } = [];

    /// <summary>Items in the order of the file; empty for the other shapes.</summary>
    public IReadOnlyList<YamlValue> Items { get; internal set; } = [];

    /// <summary>Nodes in this value, itself and its keys included, aliases replaced.</summary>
    internal int Nodes { get; set; } = 1;

    /// <summary>Levels below this value: 0 for a scalar, 1 for an empty mapping.</summary>
    internal int Height { get; set; }

    /// <summary>The value of this key, or null when there is none or it is written as null.</summary>
    public YamlValue? this[string key]
    {
        get
        {
            _index ??= Expect(YamlShape.Mapping).Pairs.ToDictionary(p => p.Key, StringComparer.Ordinal);
            return _index.TryGetValue(key, out var pair) && !pair.Value.IsNull ? pair.Value : null;
        }
    }

    /// <summary>The value of this key; throws when there is none or it is null.</summary>
    public YamlValue Require(string key) => this[key] ?? throw Error($"`{key}` is missing here");

    /// <summary>This value, if it has that shape; throws otherwise.</summary>
    public YamlValue Expect(YamlShape shape) => Shape == shape ? this : throw Error($"expected {NameOf(shape)}, found {NameOf(Shape)}");

    /// <summary>The text of a scalar that is not null; throws otherwise.</summary>
    public string AsText() => IsNull ? throw Error("a value is missing here") : Expect(YamlShape.Scalar).Text;

    /// <summary>A plain <c>true</c> or <c>false</c> (also <c>True</c>, <c>TRUE</c>); throws otherwise.</summary>
    public bool AsBoolean() =>
        (IsQuoted, AsText()) switch
        {
            (false, "true" or "True" or "TRUE") => true,
            (false, "false" or "False" or "FALSE") => false,
            _ => throw Error($"expected true or false, found `{Text}`"),
        };

    /// <summary>A plain decimal whole number; throws otherwise, also when it does not fit.</summary>
    public int AsInteger() =>
        int.TryParse(AsText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && !IsQuoted
            ? number
            : throw Error($"expected a whole number, found `{Text}`");

    /// <summary>One failure per key of this mapping that is not among the known ones, each with the nearest known key.</summary>
    public IEnumerable<Failure> UnknownKeys(IReadOnlyCollection<string> known) =>
        from pair in Expect(YamlShape.Mapping).Pairs
        where !known.Contains(pair.Key, StringComparer.Ordinal)
        select _source.Failure($"unknown key `{pair.Key}`", Remedy(pair.Key, known), pair.Line, pair.Column);

    /// <summary>A failure at this place.</summary>
    public Failure Failure(string what, string? remedy = null) => _source.Failure(what, remedy, Line, Column);

    /// <summary>A failure at this place, to be thrown.</summary>
    public FailureException Error(string what, string? remedy = null) => _source.Error(what, remedy, Line, Column);

    private static string Remedy(string key, IReadOnlyCollection<string> known) =>
        Suggestion.For(key, known) is { } near
            ? $"Did you mean `{near}`?"
            : $"Known here: {string.Join(", ", known.Order(StringComparer.Ordinal).Select(k => $"`{k}`"))}.";

    private static string NameOf(YamlShape shape) => shape switch
    {
        YamlShape.Scalar => "a single value",
        YamlShape.Mapping => "keys and values",
        _ => "a list",
    };
}
