using System.Text;

namespace PipelineKit.Evidence;

/// <summary>The packages of one family of ecosystems by name, and the quick look at records: most are about packages nobody asked for, and need not be parsed.</summary>
internal sealed class OsvIndex
{
    private const int InstantLength = 19;
    private readonly Dictionary<string, List<OsvPackage>> _byName = new(StringComparer.Ordinal);
    private readonly string _family;
    private readonly byte[] _newest = new byte[InstantLength];

    public OsvIndex(string family, List<OsvPackage> packages)
    {
        _family = family;
        foreach (var package in packages)
        {
            foreach (var name in package.Names)
            {
                if (!_byName.TryGetValue(name, out var list))
                {
                    _byName.Add(name, list = []);
                }

                list.Add(package);
            }
        }
    }

    /// <summary>The newest <c>modified</c> of all records looked at; null when there were none.</summary>
    public DateTimeOffset? Newest => _newest[0] != 0 && Instants.TryParse(_newest.AsSpan(), out var instant) ? instant : null;

    /// <summary>The packages a record's name means.</summary>
    public List<OsvPackage> Named(string name) => _byName.GetValueOrDefault(OsvNames.Normal(_family, name)) ?? [];

    /// <summary>Whether a record may be about one of the packages: whether any <c>"name"</c> in it is one of theirs. Also notes when it was modified.</summary>
    public bool IsWanted(ReadOnlySpan<byte> record)
    {
        NoteModified(record);
        for (var rest = record; Value(ref rest, "\"name\""u8, out var name);)
        {
            if (name.Contains((byte)'\\') || Named(Encoding.UTF8.GetString(name)).Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    private void NoteModified(ReadOnlySpan<byte> record)
    {
        for (var rest = record; Value(ref rest, "\"modified\""u8, out var text);)
        {
            if (text.Length >= InstantLength && text[..InstantLength].SequenceCompareTo(_newest) > 0)
            {
                text[..InstantLength].CopyTo(_newest);
            }
        }
    }

    /// <summary>The text behind the next member of that name, still escaped; the rest begins behind it.</summary>
    private static bool Value(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> member, out ReadOnlySpan<byte> value)
    {
        value = default;
        for (var at = rest.IndexOf(member); at >= 0; at = rest.IndexOf(member))
        {
            rest = rest[(at + member.Length)..].TrimStart(" \t\r\n"u8);
            if (rest.IsEmpty || rest[0] != ':')
            {
                continue;
            }

            var text = rest[1..].TrimStart(" \t\r\n"u8);
            if (text.IsEmpty || text[0] != '"')
            {
                continue;
            }

            text = text[1..];
            var end = text.IndexOf((byte)'"');
            value = end < 0 ? text : text[..end];
            rest = end < 0 ? default : text[(end + 1)..];
            return true;
        }

        return false;
    }
}
