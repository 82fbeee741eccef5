using PipelineKit.Templating.Evaluation;
using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating;

/// <summary>Which place of which template each byte of an output came from. Filled by a rendering; one that fails leaves what it wrote until then.</summary>
public sealed partial class SourceMap
{
    private const int ChunkSize = 4096;

    private readonly List<Entry[]> _chunks = [];
    private readonly List<TemplateSource> _sources = [];
    private readonly List<IncludeCall> _stacks = [];
    private int _count;
    private long _length;

    /// <summary>Where a byte of the output came from.</summary>
    /// <param name="Place">The text or expression that wrote it; within text, the very line and column.</param>
    /// <param name="IncludeStack">The places of the includes that led there, innermost first.</param>
    public sealed record Origin(TemplatePlace Place, IReadOnlyList<TemplatePlace> IncludeStack)
    {
        /// <summary>Whether it stands in the text of a template as it is; else an expression wrote it.</summary>
        public bool IsText { get; init; }
    }

    /// <summary>Where a byte of the output came from.</summary>
    /// <param name="byteOffset">Its 0-based offset in the UTF-8 output; the end of the output and anything behind it counts as its last byte.</param>
    /// <exception cref="InvalidOperationException">Nothing was rendered with this map, or nothing was written.</exception>
    public Origin Find(long byteOffset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteOffset);
        if (_count == 0)
        {
            throw new InvalidOperationException("The source map is empty: no output was written with it.");
        }

        byteOffset = Math.Min(byteOffset, Math.Max(0, _length - 1));
        var entry = At(Math.Max(0, IndexBehind(byteOffset) - 1));
        var mark = Advance(entry.Mark, (int)(byteOffset - entry.Offset));
        return new Origin(_sources[mark.SourceId].PlaceOf(mark.Position), StackOf(mark.StackId)) { IsText = mark.IsText };
    }

    /// <summary>Starts anew.</summary>
    internal SourceMapRecorder Begin()
    {
        _count = 0;
        _length = 0;
        _sources.Clear();
        _stacks.Clear();
        return new SourceMapRecorder(this);
    }

    /// <summary>The number of a template; the same one for the same text.</summary>
    internal int IdOf(TemplateSource source)
    {
        var id = _sources.IndexOf(source);
        if (id >= 0)
        {
            return id;
        }

        _sources.Add(source);
        return _sources.Count - 1;
    }

    /// <summary>The number of an include at a place within the includes of another number; 0 is none.</summary>
    internal int StackIdOf(int outer, TemplateSource source, int position)
    {
        var call = new IncludeCall(outer, IdOf(source), position);
        var id = _stacks.LastIndexOf(call);
        if (id < 0)
        {
            _stacks.Add(call);
            id = _stacks.Count - 1;
        }

        return id + 1;
    }

    internal void Add(long offset, Mark mark)
    {
        if (_count > 0)
        {
            ref var last = ref At(_count - 1);
            if (last.Offset == offset)
            {
                last = new Entry(offset, mark);
                return;
            }
        }

        if (_count == _chunks.Count * ChunkSize)
        {
            _chunks.Add(new Entry[ChunkSize]);
        }

        _chunks[_count / ChunkSize][_count % ChunkSize] = new Entry(offset, mark);
        _count++;
    }

    /// <summary>Takes out the entries from an offset on; their offsets then count from there.</summary>
    internal Entry[] TakeFrom(long start)
    {
        var first = IndexBehind(start - 1);
        var taken = new Entry[_count - first];
        for (var i = 0; i < taken.Length; i++)
        {
            var entry = At(first + i);
            taken[i] = new Entry(entry.Offset - start, entry.Mark);
        }

        _count = first;
        return taken;
    }

    internal void End(long length) => _length = length;

    /// <summary>The origin some bytes further on in the same text.</summary>
    internal Mark Advance(Mark mark, long bytes)
    {
        if (!mark.IsText)
        {
            return mark;
        }

        var text = _sources[mark.SourceId].Text;
        var position = mark.Position;
        for (long seen = 0; position < text.Length; position++)
        {
            // A surrogate is half of the four bytes of its character.
            seen += text[position] < 0x80 ? 1 : text[position] < 0x800 || char.IsSurrogate(text[position]) ? 2 : 3;
            if (seen > bytes)
            {
                break;
            }
        }

        return mark.MovedTo(position);
    }

    private ref Entry At(int index) => ref _chunks[index / ChunkSize][index % ChunkSize];

    /// <summary>How many entries begin at or before an offset.</summary>
    private int IndexBehind(long offset)
    {
        var low = 0;
        var high = _count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (At(middle).Offset <= offset)
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

    private List<TemplatePlace> StackOf(int id)
    {
        var places = new List<TemplatePlace>();
        for (; id > 0; id = _stacks[id - 1].Outer)
        {
            places.Add(_sources[_stacks[id - 1].SourceId].PlaceOf(_stacks[id - 1].Position));
        }

        return places;
    }

    /// <summary>A place in a template, with the includes that led there; eight bytes, since an output has thousands.</summary>
    internal readonly struct Mark
    {
        private const int TextBit = 1 << 15;

        private readonly ushort _source;
        private readonly ushort _stack;

        /// <summary>A place.</summary>
        /// <param name="position">The character.</param>
        /// <param name="sourceId">The template.</param>
        /// <param name="stackId">The innermost include; 0 is none, as is one that cannot be counted any more.</param>
        /// <param name="isText">Whether further bytes are further characters of the template.</param>
        public Mark(int position, int sourceId, int stackId, bool isText)
        {
            Position = position;
            _source = (ushort)sourceId;
            _stack = (ushort)((stackId < TextBit ? stackId : 0) | (isText ? TextBit : 0));
        }

        public int Position { get; }

        public int SourceId => _source;

        public int StackId => _stack & ~TextBit;

        public bool IsText => (_stack & TextBit) != 0;

        public Mark MovedTo(int position) => new(position, SourceId, StackId, IsText);

        public Mark Fixed() => new(Position, SourceId, StackId, isText: false);
    }

    /// <summary>The bytes from an offset to the next entry.</summary>
    internal readonly record struct Entry(long Offset, Mark Mark);

    private readonly record struct IncludeCall(int Outer, int SourceId, int Position);
}
