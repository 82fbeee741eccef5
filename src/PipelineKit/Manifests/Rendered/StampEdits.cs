using System.Text;
using PipelineKit.Manifests.Editing;

namespace PipelineKit.Manifests.Rendered;

/// <summary>The edits of one stream, found place by place.</summary>
internal sealed class StampEdits(RenderedYaml yaml)
{
    private readonly Dictionary<int, Pending> _edits = [];
    private readonly StampText _text = new(yaml.Text.Span.IndexOf("\r\n"u8) >= 0 ? "\r\n" : "\n");

    /// <summary>Places that could not be edited.</summary>
    internal List<int> Untouched { get; } = [];

    internal ReadOnlyMemory<byte> Apply() =>
        _edits.Count == 0 ? yaml.Text : SpanEditor.Apply(yaml.Text.Span, InOrder().Select(e => new SpanEdit(new ByteSpan(e.Offset, e.Length), e.Text.ToString())));

    private List<Pending> InOrder()
    {
        var edits = _edits.Values.ToList();
        edits.Sort(static (x, y) => x.Offset.CompareTo(y.Offset));
        return edits;
    }

    /// <summary>Sets entries in sections of the metadata of an object or pod template.</summary>
    internal void Metadata(int holder, List<(string Name, List<(string Key, string Value)> Entries)> sections)
    {
        var metadata = yaml.Child(holder, "metadata"u8);
        if (metadata < 0)
        {
            AddEntry(holder, "metadata", indent => _text.Sections(sections, indent), () => StampText.FlowSections(sections));
            return;
        }

        foreach (var (name, entries) in sections)
        {
            var section = yaml.Child(metadata, Encoding.UTF8.GetBytes(name));
            if (section >= 0)
            {
                Entries(section, entries);
            }
            else if (!IsEmpty(metadata))
            {
                AddEntry(metadata, name, indent => _text.Entries(entries, indent), () => StampText.FlowEntries(entries));
            }
        }

        if (IsEmpty(metadata))
        {
            Fill(metadata, indent => _text.Sections(sections, indent), () => StampText.FlowSections(sections));
        }
    }

    private void Entries(int section, List<(string Key, string Value)> entries)
    {
        if (IsEmpty(section))
        {
            Fill(section, indent => _text.Entries(entries, indent), () => StampText.FlowEntries(entries));
            return;
        }

        var missing = new List<(string, string)>();
        foreach (var (key, value) in entries)
        {
            if (yaml.Child(section, Encoding.UTF8.GetBytes(key)) is >= 0 and var child)
            {
                Replace(child, value);
            }
            else
            {
                missing.Add((key, value));
            }
        }

        if (missing.Count == 0 || !IsMapping(section))
        {
            return;
        }

        if (IsFlow(section))
        {
            Edit(yaml.Span(section).Start + 1, 0, StampText.FlowEntries(missing)[1..^1] + ", ");
        }
        else
        {
            var first = KeyToken(yaml.FirstChild(section));
            Edit(first, 0, _text.Before(_text.Entries(missing, Column(first)), Column(first)));
        }
    }

    private void Replace(int node, string value)
    {
        if (yaml.Style(node) != ScalarStyle.Alias && yaml.Kind(node) == YamlKind.Scalar && yaml.IsText(node) && yaml.ValueText(node) == value)
        {
            return;
        }

        var span = yaml.Span(node);
        if (yaml.Style(node) == ScalarStyle.Missing)
        {
            Edit(span.Start, 0, " " + StampText.Scalar(value));
        }
        else if (yaml.IsVerbatim(node) || (yaml.Style(node) is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted))
        {
            var quotes = yaml.Style(node) == ScalarStyle.Plain ? 0 : 1;
            Edit(span.Start - quotes, span.Length + (2 * quotes), StampText.Scalar(value));
        }
        else
        {
            Untouched.Add(span.Start);
        }
    }

    /// <summary>A new entry of a mapping that has some: after its first where that is one line, else before it.</summary>
    private void AddEntry(int mapping, string name, Func<int, string> block, Func<string> flow)
    {
        if (!IsMapping(mapping) || yaml.FirstChild(mapping) is not (>= 0 and var first))
        {
            return;
        }

        if (IsFlow(mapping))
        {
            Edit(yaml.Span(mapping).Start + 1, 0, $"\"{name}\": {flow()}, ");
            return;
        }

        var key = KeyToken(first);
        var column = Column(key);
        var entry = $"{name}:{_text.NewLine}{block(column + StampText.Step)}";
        var line = LineEnd(key);
        if (yaml.IsVerbatim(first) && yaml.Style(first) != ScalarStyle.Missing && name != "metadata")
        {
            Edit(line, 0, _text.NewLine + new string(' ', column) + entry);
        }
        else
        {
            Edit(key, 0, _text.Before(entry, column));
        }
    }

    /// <summary>The value of a mapping that has none.</summary>
    private void Fill(int node, Func<int, string> block, Func<string> flow)
    {
        var span = yaml.Span(node);
        if (yaml.Style(node) == ScalarStyle.Missing && yaml.Kind(node) == YamlKind.Scalar && (yaml.Cells[node].Flags & (CellFlags.Anchored | CellFlags.Tagged)) == CellFlags.None && !IsFlow(yaml.Parent(node)))
        {
            Edit(span.Start, 0, _text.NewLine + block(Column(KeyToken(node)) + StampText.Step));
        }
        else
        {
            Edit(span.Start, span.Length, flow());
        }
    }

    private bool IsMapping(int node)
    {
        var isMapping = yaml.Kind(node) == YamlKind.Mapping;
        if (!isMapping)
        {
            Untouched.Add(yaml.Span(node).Start);
        }

        return isMapping;
    }

    private bool IsEmpty(int node) => (yaml.IsNull(node) && yaml.Style(node) != ScalarStyle.Alias) || (yaml.Kind(node) == YamlKind.Mapping && yaml.FirstChild(node) < 0);

    private bool IsFlow(int node) => (yaml.Cells[node].Flags & CellFlags.Flow) != CellFlags.None;

    /// <summary>The first byte of a key, its quote if it has one.</summary>
    private int KeyToken(int node) => yaml.KeySpan(node).Start - (yaml.Cells[node].KeyStyle == ScalarStyle.Plain ? 0 : 1);

    private int Column(int offset) => offset - 1 - yaml.Text.Span[..offset].LastIndexOf((byte)'\n');

    private int LineEnd(int offset)
    {
        var rest = yaml.Text.Span[offset..];
        var length = rest.IndexOf((byte)'\n');
        return length < 0 ? yaml.Text.Length : length > 0 && rest[length - 1] == '\r' ? offset + length - 1 : offset + length;
    }

    private void Edit(int offset, int length, string text)
    {
        if (!_edits.TryGetValue(offset, out var edit))
        {
            _edits[offset] = new Pending(offset, length, new StringBuilder(text));
            return;
        }

        edit.Text.Append(text);
        edit.Length = Math.Max(edit.Length, length);
    }

    private sealed class Pending(int offset, int length, StringBuilder text)
    {
        internal int Offset { get; } = offset;

        internal int Length { get; set; } = length;

        internal StringBuilder Text { get; } = text;
    }
}
