using System.Text;

namespace PipelineKit.Evidence;

/// <summary>The names of members and their schemas, found by the hash of the tape.</summary>
internal sealed class SchemaNames
{
    private readonly byte[][] _names;
    private readonly JsonSchema?[] _schemas;
    private readonly int[] _places;

    public SchemaNames(IReadOnlyList<(byte[] Name, JsonSchema? Schema)> names)
    {
        _names = [.. names.Select(n => n.Name)];
        _schemas = [.. names.Select(n => n.Schema)];
        var size = 4;
        while (size < names.Count * 2)
        {
            size *= 2;
        }

        _places = new int[size];
        for (var i = 0; i < _names.Length; i++)
        {
            var place = TextPool.Hash(_names[i]) & (uint)(size - 1);
            while (_places[place] != 0)
            {
                place = (place + 1) & (uint)(size - 1);
            }

            _places[place] = i + 1;
        }
    }

    /// <summary>The number of names.</summary>
    public int Count => _names.Length;

    /// <summary>The place of a name in the list; -1 when it is not there.</summary>
    public int Find(uint hash, ReadOnlySpan<byte> name)
    {
        var mask = (uint)(_places.Length - 1);
        for (var place = hash & mask; _places[place] != 0; place = (place + 1) & mask)
        {
            var found = _places[place] - 1;
            if (name.SequenceEqual(_names[found]))
            {
                return found;
            }
        }

        return -1;
    }

    /// <summary>The schema of a name; null when it only has to be there.</summary>
    public JsonSchema? Schema(int index) => _schemas[index];

    /// <summary>The name.</summary>
    public string Name(int index) => Encoding.UTF8.GetString(_names[index]);

    /// <summary>Those that have a schema.</summary>
    public IEnumerable<string> Known => Enumerable.Range(0, Count).Where(i => _schemas[i] is not null).Select(Name);
}
