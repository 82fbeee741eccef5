namespace PipelineKit.Manifests;

/// <summary>What a YAML node is.</summary>
public enum YamlKind
{
    /// <summary>Text, number, null: everything without children.</summary>
    Scalar,

    /// <summary>Keys and values.</summary>
    Mapping,

    /// <summary>Items.</summary>
    Sequence,
}

/// <summary>How a scalar is written.</summary>
public enum ScalarStyle
{
    /// <summary>Nothing at all after the key.</summary>
    Missing,

    /// <summary>Without quotes.</summary>
    Plain,

    /// <summary>In single quotes.</summary>
    SingleQuoted,

    /// <summary>In double quotes.</summary>
    DoubleQuoted,

    /// <summary>Block scalar (<c>|</c>, <c>&gt;</c>).</summary>
    Block,

    /// <summary>An alias (<c>*name</c>).</summary>
    Alias,
}

/// <summary>
/// A node of a YAML file read for places, not for values: every node knows its bytes. Reading never fails; what is not YAML
/// (template lines of Helm, damaged parts) is passed over, and the rest keeps its structure.
/// </summary>
public sealed record YamlNode
{
    /// <summary>Scalar, mapping or sequence.</summary>
    public required YamlKind Kind { get; init; }

    /// <summary>The bytes of the value. For a quoted scalar: inside the quotes. For a missing one: empty, right after the colon or dash.</summary>
    public required ByteSpan Span { get; init; }

    /// <summary>
    /// A scalar's text: with quotes removed and escapes resolved; for a plain or single-line scalar exactly the bytes; an alias's name. Empty for
    /// others. Decoded when first asked for: most texts of a file never are.
    /// </summary>
    public string Text
    {
        get => field ??= Source?.Decode(Span) ?? "";
        init;
    }

    /// <summary>The name of the anchor before the node (<c>&amp;name</c>), without the ampersand; null without one.</summary>
    public string? Anchor { get; init; }

    /// <summary>How a scalar is written.</summary>
    public ScalarStyle Style { get; init; }

    /// <summary>Whether the bytes of <see cref="Span"/> are the text, one to one, on one line: only then may they be edited.</summary>
    public bool IsVerbatim { get; init; }

    /// <summary>The comment on the line where the scalar ends: the bytes from <c>#</c> to before the line end; null without one.</summary>
    public ByteSpan? Comment { get; init; }

    /// <summary>Key nodes with their values, for a mapping, in file order.</summary>
    public IReadOnlyList<YamlEntry> Entries { get; init; } = [];

    /// <summary>Items, for a sequence, in file order.</summary>
    public IReadOnlyList<YamlNode> Items { get; init; } = [];

    /// <summary>What knows how to turn the bytes into <see cref="Text"/>.</summary>
    internal YamlScalarSource? Source { get; init; }

    /// <summary>The value of the last entry with this key, or null; null for what is not a mapping.</summary>
    public YamlNode? this[string key]
    {
        get
        {
            for (var i = Entries.Count - 1; i >= 0; i--)
            {
                if (string.Equals(Entries[i].Key, key, StringComparison.Ordinal))
                {
                    return Entries[i].Value;
                }
            }

            return null;
        }
    }
}

/// <summary>A key and its value.</summary>
/// <param name="Key">The key's text.</param>
/// <param name="KeySpan">Its bytes, without quotes.</param>
/// <param name="Value">The value.</param>
public sealed record YamlEntry(string Key, ByteSpan KeySpan, YamlNode Value);
