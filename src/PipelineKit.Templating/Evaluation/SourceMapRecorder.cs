using System.Text;
using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating.Evaluation;

/// <summary>Fills a <see cref="SourceMap"/> while a template is rendered.</summary>
internal sealed class SourceMapRecorder(SourceMap map)
{
    /// <summary>How many captured texts are remembered; more are forgotten all at once, and map to the expression that prints them.</summary>
    private const int MaxNested = 4096;

    private readonly Dictionary<string, NestedMap> _nested = new(ReferenceEqualityComparer.Instance);
    private TemplateSource? _source;
    private SourceSpan _span;
    private int _sourceId;
    private int _stackId;
    private bool _isText;

    /// <summary>Where what is written next comes from.</summary>
    public void SetOrigin(TemplateSource source, SourceSpan span, int stackId, bool isText)
    {
        if (!ReferenceEquals(source, _source))
        {
            _source = source;
            _sourceId = map.IdOf(source);
        }

        _span = span;
        _stackId = stackId;
        _isText = isText;
    }

    /// <summary>The origin writes at this offset.</summary>
    public void Add(long offset) => map.Add(offset, new SourceMap.Mark(_span.Start, _sourceId, _stackId, _isText));

    /// <summary>The origin writes its text from this byte on at this offset.</summary>
    public void AddPart(long offset, ReadOnlySpan<byte> text, int at) =>
        map.Add(offset, new SourceMap.Mark(_isText ? _span.Start + Encoding.UTF8.GetCharCount(text[..at]) : _span.Start, _sourceId, _stackId, _isText));

    /// <summary>An indent before the line of the text that begins at a byte.</summary>
    public void AddPrefix(long offset, NestedMap? nested, ReadOnlySpan<byte> text, int at)
    {
        var mark = nested is not null
            ? nested.At(at, map)
            : new SourceMap.Mark(_isText ? _span.Start + Encoding.UTF8.GetCharCount(text[..at]) : _span.Start, _sourceId, _stackId, isText: false);
        map.Add(offset, mark.Fixed());
    }

    /// <summary>The entries of the text of a capture or include, when it is printed as it was.</summary>
    public NestedMap? Nested(string text) => _nested.Count == 0 ? null : _nested.GetValueOrDefault(text);

    /// <summary>Takes the entries of a segment that became a text of its own.</summary>
    public void TakeNested(string text, long start)
    {
        var entries = map.TakeFrom(start);
        if (text.Length == 0)
        {
            return;
        }

        if (_nested.Count >= MaxNested)
        {
            _nested.Clear();
        }

        _nested[text] = new NestedMap(entries);
    }

    /// <summary>Copies the entries of a part of a nested text to where it is written.</summary>
    public void Splice(long offset, NestedMap nested, int from, int length)
    {
        map.Add(offset, nested.At(from, map));
        foreach (ref readonly var entry in nested.Between(from, from + length))
        {
            map.Add(offset + entry.Offset - from, entry.Mark);
        }
    }

    public void End(long length) => map.End(length);
}

/// <summary>The entries of the text of a capture or include; offsets from its start.</summary>
internal sealed class NestedMap(SourceMap.Entry[] entries)
{
    /// <summary>The entries strictly between two bytes.</summary>
    public ReadOnlySpan<SourceMap.Entry> Between(int from, int to)
    {
        var first = IndexBehind(from);
        var end = IndexBehind(to - 1);
        return entries.AsSpan(first, Math.Max(0, end - first));
    }

    /// <summary>The origin of a byte.</summary>
    public SourceMap.Mark At(int offset, SourceMap map)
    {
        var index = IndexBehind(offset) - 1;
        return index < 0 ? entries[0].Mark : map.Advance(entries[index].Mark, offset - entries[index].Offset);
    }

    private int IndexBehind(long offset)
    {
        var low = 0;
        var high = entries.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (entries[middle].Offset <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
