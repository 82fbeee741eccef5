// A build task (compiled by the build itself, see LeaveOutDebugInfo.targets): takes the table with debugger information out of a composite ReadyToRun image.
// The ahead-of-time compiler has no switch for it; the table is an eighth of the image, and only debuggers and line numbers of stack traces read it.
// Without it, the runtime takes the methods as having none. docs/decisions/0005 has the figures.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

public class LeaveOutDebugInfo : Task
{
    private const uint Signature = 0x00525452;
    private const uint DebugInfo = 105;
    private const uint ComponentAssemblies = 115;
    private const int SectionHeader = 40;

    // The loader maps sections as they lie in the file: places in file and memory differ by whole blocks of this size.
    private const uint Block = 0x10000;

    private byte[] _image;
    private List<Section> _sections;

    /// <summary>The compiled image; written anew.</summary>
    [Required]
    public string Image { get; set; }

    public override bool Execute()
    {
        _image = File.ReadAllBytes(Image);
        _sections = ReadSections();
        var header = Offset(U32(Offset(U32(Offset(Export()) + 28))));
        if (U32(header) != Signature)
        {
            Log.LogError("{0} has no ReadyToRun header where its export says", Image);
            return false;
        }

        var entries = Entries(header + 16, U32(header + 12)).ToList();
        var table = entries.FirstOrDefault(e => e.Type == DebugInfo);
        if (table == null)
        {
            return true;
        }

        // What lies behind the table in its section moves to its place; all of it must be known by a header, or it could not be found again.
        var section = _sections.Single(s => s.Has(table.Rva));
        var end = section.Rva + section.VirtualSize;
        var behind = entries.Concat(entries.Where(e => e.Type == ComponentAssemblies).SelectMany(Components)).Where(e => e.Rva > table.Rva && e.Rva < end && e.Size > 0).OrderBy(e => e.Rva).ToList();
        var reached = table.Rva + table.Size;
        foreach (var entry in behind)
        {
            if (entry.Rva < reached || entry.Rva > reached + 16)
            {
                Log.LogError("{0}: what is behind the debugger information at 0x{1:x} is not known", Image, reached);
                return false;
            }

            reached = entry.Rva + entry.Size;
        }

        if (end > reached + 16)
        {
            Log.LogError("{0}: the section does not end where its last table does", Image);
            return false;
        }

        Remove(header, table, section, behind, end);
        File.WriteAllBytes(Image, _image);
        return true;
    }

    private void Remove(int header, Entry table, Section section, List<Entry> behind, uint end)
    {
        var from = behind.Count > 0 ? behind[0].Rva : end;
        var shift = (from - table.Rva) / 16 * 16;
        var start = Offset(from);
        Array.Copy(_image, start, _image, start - (int)shift, (int)(end - from));
        foreach (var entry in behind)
        {
            Put(entry.At + 4, entry.Rva - shift);
        }

        // The entry of the table goes, those after it close up.
        var count = U32(header + 12);
        var last = header + 16 + (int)count * 12;
        Array.Copy(_image, table.At + 12, _image, table.At, last - table.At - 12);
        Array.Clear(_image, last - 12, 12);
        Put(header + 12, count - 1);

        var size = section.VirtualSize - shift;
        var raw = (size + 511) / 512 * 512;
        Put(section.Header + 8, size);
        Put(section.Header + 16, raw);
        var gone = (section.RawSize - raw) / Block * Block;
        var moved = (int)(section.Raw + section.RawSize);
        foreach (var later in _sections.Where(s => s.Raw > section.Raw))
        {
            Put(later.Header + 20, later.Raw - gone);
        }

        Array.Copy(_image, moved, _image, moved - (int)gone, _image.Length - moved);
        Array.Clear(_image, (int)(section.Raw + raw), moved - (int)gone - (int)(section.Raw + raw));
        Array.Resize(ref _image, _image.Length - (int)gone);
    }

    private List<Section> ReadSections()
    {
        var pe = (int)U32(0x3c);
        var first = pe + 24 + BitConverter.ToUInt16(_image, pe + 20);
        return Enumerable.Range(0, BitConverter.ToUInt16(_image, pe + 6)).Select(i => first + i * SectionHeader)
            .Select(at => new Section { Header = at, VirtualSize = U32(at + 8), Rva = U32(at + 12), RawSize = U32(at + 16), Raw = U32(at + 20) })
            .ToList();
    }

    // The export directory of a PE32+ file.
    private uint Export() => U32((int)U32(0x3c) + 24 + 112);

    private IEnumerable<Entry> Entries(int at, uint count) =>
        Enumerable.Range(0, (int)count).Select(i => at + i * 12).Select(e => new Entry { At = e, Type = U32(e), Rva = U32(e + 4), Size = U32(e + 8) });

    // Each component: a COR header and a ReadyToRun header of flags, count and entries, both by address and size.
    private IEnumerable<Entry> Components(Entry list) =>
        Enumerable.Range(0, (int)list.Size / 16).Select(i => Offset(U32(Offset(list.Rva) + i * 16 + 8))).SelectMany(core => Entries(core + 8, U32(core + 4)));

    private int Offset(uint rva)
    {
        var section = _sections.Single(s => s.Has(rva));
        return (int)(rva - section.Rva + section.Raw);
    }

    private uint U32(int at) => BitConverter.ToUInt32(_image, at);

    private void Put(int at, uint value) => Array.Copy(BitConverter.GetBytes(value), 0, _image, at, 4);

    private sealed class Section
    {
        public int Header;
        public uint Rva, VirtualSize, Raw, RawSize;

        public bool Has(uint rva) => rva >= Rva && rva < Rva + Math.Max(VirtualSize, RawSize);
    }

    private sealed class Entry
    {
        public int At;
        public uint Type, Rva, Size;
    }
}
