namespace PipelineKit.Evidence;

/// <summary>
/// Finds an item that was there before, by 128 bits of its SHA-256 digest: what is kept is 16 bytes for each, and no choice of items makes it slow or wrong.
/// </summary>
internal sealed class UniqueItems
{
    private UInt128[] _digests = new UInt128[16];
    private int[] _items = new int[16];
    private int _count;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        if (_count > 0)
        {
            Array.Clear(_digests);
            _count = 0;
        }
    }

    /// <summary>Adds an item; the number of the equal one that was there before, or -1.</summary>
    /// <param name="digest">Its digest; never 0, but by a chance of 2 to the power of -128.</param>
    /// <param name="item">Its number.</param>
    public int Add(UInt128 digest, int item)
    {
        if (_count * 2 >= _digests.Length)
        {
            Grow();
        }

        var place = Place(digest);
        if (_digests[place] == digest)
        {
            return _items[place];
        }

        (_digests[place], _items[place]) = (digest, item);
        _count++;
        return -1;
    }

    private int Place(UInt128 digest)
    {
        var place = (int)digest & (_digests.Length - 1);
        while (_digests[place] != 0 && _digests[place] != digest)
        {
            place = (place + 1) & (_digests.Length - 1);
        }

        return place;
    }

    private void Grow()
    {
        var (digests, items) = (_digests, _items);
        (_digests, _items) = (new UInt128[digests.Length * 2], new int[digests.Length * 2]);
        for (var i = 0; i < digests.Length; i++)
        {
            if (digests[i] != 0)
            {
                var place = Place(digests[i]);
                (_digests[place], _items[place]) = (digests[i], items[i]);
            }
        }
    }
}
