using System.Buffers.Text;
using System.Text;

namespace PipelineKit.Evidence;

/// <summary>What the blocks before a member say about it: long names (GNU) and extended headers (POSIX.1-2001 pax).</summary>
internal sealed class TarExtension
{
    private string? _sparseName;
    private string? _path;

    /// <summary>A sparse file has its own name beside that of the archive member.</summary>
    internal string? Path
    {
        get => _sparseName ?? _path;
        set => _path = value;
    }

    internal string? Link { get; set; }

    internal long? Size { get; private set; }

    internal bool IsSparse { get; private set; }

    /// <summary>Reads records <c>LENGTH KEY=VALUE\n</c>; false when they are none.</summary>
    internal bool TryRead(ReadOnlySpan<byte> records)
    {
        while (!records.IsEmpty)
        {
            if (!Utf8Parser.TryParse(records, out int length, out var digits) || length < digits + 3 || length > records.Length || records[digits] != ' ' || records[length - 1] != '\n')
            {
                return false;
            }

            var record = records[(digits + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals < 0 || !TryTake(record[..equals], record[(equals + 1)..]))
            {
                return false;
            }

            records = records[length..];
        }

        return true;
    }

    private bool TryTake(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("path"u8))
        {
            _path = Encoding.UTF8.GetString(value);
        }
        else if (key.SequenceEqual("GNU.sparse.name"u8))
        {
            _sparseName = Encoding.UTF8.GetString(value);
        }
        else if (key.SequenceEqual("linkpath"u8))
        {
            Link = Encoding.UTF8.GetString(value);
        }
        else if (key.SequenceEqual("size"u8))
        {
            var isNumber = Utf8Parser.TryParse(value, out long size, out var used) && used == value.Length && size >= 0;
            Size = isNumber ? size : null;
            return isNumber;
        }

        IsSparse |= key.StartsWith("GNU.sparse."u8);
        return true;
    }
}
