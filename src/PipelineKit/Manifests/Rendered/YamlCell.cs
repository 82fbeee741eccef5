namespace PipelineKit.Manifests.Rendered;

/// <summary>What is to be known of the bytes of a scalar or key to read its text.</summary>
[Flags]
internal enum CellFlags : byte
{
    /// <summary>The bytes are the text.</summary>
    None = 0,

    /// <summary>The scalar has a line break in it.</summary>
    ManyLines = 1,

    /// <summary>The scalar has a backslash, or a doubled single quote.</summary>
    Escapes = 2,

    /// <summary>The key has a backslash, or a doubled single quote.</summary>
    KeyEscapes = 4,

    /// <summary>The block scalar is folded (<c>&gt;</c>).</summary>
    Folded = 8,

    /// <summary>The node has an anchor.</summary>
    Anchored = 16,

    /// <summary>The node has a tag.</summary>
    Tagged = 32,

    /// <summary>The collection is written with brackets.</summary>
    Flow = 64,
}

/// <summary>A node: 32 bytes. Nodes stand in the order of the stream, a collection before its members.</summary>
internal struct YamlCell
{
    /// <summary>First byte of the key's text, inside quotes.</summary>
    internal int KeyStart;

    internal int KeyLength;

    /// <summary>First byte of the value: inside quotes; after the indentation of the first line of a block scalar; the name of an alias.</summary>
    internal int Start;

    internal int Length;

    /// <summary>The node after this one and everything in it.</summary>
    internal int Next;

    /// <summary>The collection this is in; -1 for a root.</summary>
    internal int Parent;

    /// <summary>Of an alias: the node it stands for. Of a block scalar: its indentation, and from bit 16 its chomping character.</summary>
    internal int Extra;

    internal CellFlags Flags;

    private byte _kind;
    private byte _style;
    private byte _keyStyle;

    internal YamlKind Kind
    {
        readonly get => (YamlKind)_kind;
        set => _kind = (byte)value;
    }

    internal ScalarStyle Style
    {
        readonly get => (ScalarStyle)_style;
        set => _style = (byte)value;
    }

    /// <summary><see cref="ScalarStyle.Missing"/> for an item or a root; else how the key is written.</summary>
    internal ScalarStyle KeyStyle
    {
        readonly get => (ScalarStyle)_keyStyle;
        set => _keyStyle = (byte)value;
    }
}
