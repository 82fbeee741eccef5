using System.Buffers.Binary;
using System.IO.Compression;
using Xunit;

namespace PipelineKit.Evidence.Tests.Catalog;

public sealed class RustTests
{
    private static readonly byte[] Crates = """
        {"packages":[{"name":"app","version":"0.1.0","source":"local","root":true,"dependencies":[1]},
        {"name":"serde","version":"1.0.200","source":"crates.io"},{"name":"cc","version":"1.0.0","source":"crates.io","kind":"build"}]}
        """u8.ToArray();

    [Fact]
    public async Task The_crates_of_an_auditable_program_are_listed()
    {
        using var image = new ImageBuilder().Layer(("usr/bin/app", Program(Crates)));

        Assert.Equal(["pkg:cargo/app@0.1.0", "pkg:cargo/serde@1.0.200"], (await image.CatalogueAsync()).Purls());
    }

    [Fact]
    public async Task A_damaged_list_of_crates_is_said_to_be_unreadable()
    {
        using var image = new ImageBuilder().Layer(("a", Program("{}"u8.ToArray())), ("b", Program("""{"packages":[{"name":"x"}]}"""u8.ToArray())), ("c", Program(Crates[..40])));

        Assert.Equal(3, (await image.CatalogueAsync()).Coverage.Where(c => c.Ecosystem is "cargo" or "golang").Sum(c => c.Unreadable.Count));
    }

    [Fact]
    public void Damage_is_said_or_does_not_matter() => Damages.Check(FileKind.Program, "app", Program(Crates));

    // Header, two sections (their names, the list), section headers.
    private static byte[] Program(byte[] json)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            zlib.Write(json);
        }

        var file = new byte[2048];
        "\u007fELF"u8.CopyTo(file);
        (file[4], file[5]) = (2, 1);
        "\0.shstrtab\0.dep-v0\0"u8.CopyTo(file.AsSpan(64));
        packed.ToArray().CopyTo(file, 128);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(40), 1024);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(58), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(60), 3);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(62), 1);
        Section(1, name: 1, start: 64, size: 19);
        Section(2, name: 11, start: 128, size: packed.Length);
        return file;

        void Section(int number, int name, long start, long size)
        {
            var header = file.AsSpan(1024 + (64 * number));
            BinaryPrimitives.WriteInt32LittleEndian(header, name);
            BinaryPrimitives.WriteInt64LittleEndian(header[24..], start);
            BinaryPrimitives.WriteInt64LittleEndian(header[32..], size);
        }
    }
}
