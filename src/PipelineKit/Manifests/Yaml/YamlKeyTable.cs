using System.Text;

namespace PipelineKit.Manifests;

/// <summary>Keys repeat: the same bytes give the same string, most of the time, without making it anew.</summary>
internal sealed class YamlKeyTable
{
    private const int Size = 512;
    private readonly string?[] _slots = new string?[Size];

    internal string Get(ReadOnlySpan<byte> key)
    {
        if (key.Length is 0 or > 48)
        {
            return Encoding.UTF8.GetString(key);
        }

        var hash = 17;
        foreach (var b in key)
        {
            hash = unchecked((hash * 31) + b);
        }

        ref var slot = ref _slots[(hash & int.MaxValue) % Size];
        if (slot is null || !Ascii.Equals(key, slot))
        {
            slot = Encoding.UTF8.GetString(key);
        }

        return slot;
    }
}
