namespace PipelineKit.Manifests.Rendered;

/// <summary>Where each document is, four numbers for one.</summary>
internal sealed class YamlDocumentTable
{
    private const int Width = 4;
    private int[] _numbers = new int[64 * Width];

    internal int Count { get; private set; }

    internal void Add(int start, int root)
    {
        if ((Count + 1) * Width > _numbers.Length)
        {
            Array.Resize(ref _numbers, _numbers.Length * 2);
        }

        _numbers[Count * Width] = start;
        _numbers[(Count * Width) + 2] = root;
        Count++;
    }

    internal void End(int end, bool failed)
    {
        var at = (Count - 1) * Width;
        _numbers[at + 1] = Math.Max(end, _numbers[at]);
        _numbers[at + 3] = failed ? 1 : 0;
    }

    internal RenderedDocument this[int number]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Count);
            var at = number * Width;
            return new RenderedDocument(number, _numbers[at], _numbers[at + 1], _numbers[at + 2], _numbers[at + 3] != 0);
        }
    }
}
