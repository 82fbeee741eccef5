using System.Buffers.Binary;
using System.Text;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Evidence.Tests.Catalog;

public sealed class GoTests
{
    private const string Modules = "path\tgithub.com/Acme/app\nmod\tgithub.com/Acme/app\tv1.2.3\th1:x=\ndep\tgithub.com/BurntSushi/toml\tv1.0.0\th1:x=\ndep\tgolang.org/x/net\tv0.1.0\n=>\tgolang.org/x/net\tv0.2.0\th1:x=\ndep\texample.org/local\tv0.3.0\n=>\t./local\t(devel)\nbuild\t-compiler=gc\n";

    private const string Script = """
        import sys
        d = open(sys.argv[1], 'rb').read()
        def text(i):
            n = s = 0
            while True:
                n |= (d[i] & 127) << s; s += 7; i += 1
                if d[i - 1] < 128: return d[i:i + n], i + n
        p = d.find(b'\xff Go buildinf:')
        while p % 16 or not d[p + 15] & 2: p = d.index(b'\xff Go buildinf:', p + 1)
        version, i = text(p + 32)
        modules, i = text(i)
        found = ['stdlib@' + version.decode()[2:]]
        for line in modules[16:-16].decode().split('\n'):
            c = line.split('\t')
            if c[0] in ('dep', 'mod') and c[2].startswith('v'): found.append(c[1] + '@' + c[2])
            if c[0] == '=>' and c[2].startswith('v'): found[-1] = c[1] + '@' + c[2]
        print('\n'.join(sorted(set(found))))
        """;

    [Fact]
    public async Task A_program_is_made_of_the_standard_library_and_its_modules()
    {
        using var image = new ImageBuilder().Layer(("usr/bin/app", Inline("go1.22.3 X:boringcrypto", Modules)));

        var catalogued = await image.CatalogueAsync();

        Assert.Equal(
            ["pkg:golang/example.org/local@v0.3.0", "pkg:golang/github.com/acme/app@v1.2.3", "pkg:golang/github.com/burntsushi/toml@v1.0.0", "pkg:golang/golang.org/x/net@v0.2.0", "pkg:golang/stdlib@1.22.3"],
            catalogued.Purls());
        Assert.Equal("v1.0.0", catalogued.Component("github.com/BurntSushi/toml").Package.Version);
        Assert.Empty(catalogued.Unreadable("golang"));
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(4, true)]
    [InlineData(8, false)]
    [InlineData(8, true)]
    public async Task Programs_of_Go_before_1_18_point_to_the_texts(int pointerSize, bool isBigEndian)
    {
        using var image = new ImageBuilder().Layer(("usr/bin/app", Pointing("go1.16.5", Modules, pointerSize, isBigEndian)));

        var catalogued = await image.CatalogueAsync();

        Assert.Equal(5, catalogued.Bom.Components.Count);
        Assert.Equal("1.16.5", catalogued.Component("stdlib").Package.Version);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("path\tgithub.com/docker/docker/cmd/dockerd\nbuild\tGO111MODULE=off\n", true)]
    [InlineData("path\tcmd/gofmt\nbuild\t-compiler=gc\n", false)]
    [InlineData("path\tcommand-line-arguments\n", false)]
    public async Task A_program_that_does_not_name_its_modules_is_said(string modules, bool isUnknown)
    {
        using var image = new ImageBuilder().Layer(("usr/bin/app", Inline("go1.19.8", modules)));

        var catalogued = await image.CatalogueAsync();

        Assert.Equal(isUnknown ? 1 : 0, catalogued.Unreadable("golang").Count);
        Assert.Equal("1.19.8", Assert.Single(catalogued.Bom.Components).Package.Version);
    }

    [Fact]
    public async Task A_development_version_of_Go_has_no_package_url()
    {
        using var image = new ImageBuilder().Layer(("usr/bin/app", Inline("devel go1.23-abc", Modules)));

        Assert.Contains("(stdlib@devel)", (await image.CatalogueAsync()).Purls());
    }

    [Fact]
    public async Task Text_that_only_looks_like_it_is_passed_over()
    {
        byte[] program = [.. "\u007fELF"u8, .. new byte[12], 0xff, .. " Go buildinf:"u8, 9, 9, .. new byte[2000], .. Inline("go1.20", Modules)[4..]];
        using var image = new ImageBuilder().Layer(("a", program[..2000]), ("b", program));

        Assert.All((await image.CatalogueAsync()).Bom.Components, c => Assert.Equal(["b"], c.Paths));
    }

    [Fact]
    public void Damage_is_said_or_does_not_matter()
    {
        Damages.Check(FileKind.Program, "app", Inline("go1.22.3", Modules)[1024..]);
        Damages.Check(FileKind.Program, "app", Pointing("go1.16.5", Modules, 8, isBigEndian: false));
    }

    [SkippableTheory]
    [InlineData("kubectl")]
    [InlineData("runc")]
    [InlineData("skopeo")]
    public async Task Programs_of_this_machine_are_read_as_another_program_reads_them(string name)
    {
        var file = Peer.Program(name);
        var expected = await CatalogPeer.PythonAsync(Script, file);

        var facts = GoBuildInfo.Read(await File.ReadAllBytesAsync(file));

        Assert.NotNull(facts);
        Assert.Equal(expected, facts.Packages.Select(p => $"{(p.Namespace.Length == 0 ? "" : p.Namespace + "/")}{p.Name}@{p.Version}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(facts.Packages.Count == 1, facts.Problem is not null);
    }

    private static byte[] Inline(string version, string modules)
    {
        var output = new MemoryStream();
        output.Write("\u007fELF"u8);
        output.SetLength(4096);
        output.Position = 4096;
        output.WriteByte(0xff);
        output.Write(" Go buildinf:"u8);
        output.Write([8, 2]);
        output.Position = 4096 + 32;
        using var writer = new BinaryWriter(output, Encoding.Latin1);
        writer.Write(version);
        writer.Write(modules.Length == 0 ? "" : new string('s', 16) + modules + new string('e', 16));
        return output.ToArray();
    }

    private static byte[] Pointing(string version, string modules, int size, bool isBigEndian)
    {
        const int Address = 0x400000;
        var file = new byte[4096];
        modules = new string('s', 16) + modules + new string('e', 16);
        "\u007fELF"u8.CopyTo(file);
        (file[4], file[5]) = ((byte)(size / 4), (byte)(isBigEndian ? 2 : 1));
        var isWide = size == 8;
        Number(isWide ? 32 : 28, size, 64);
        Number(isWide ? 54 : 42, 2, isWide ? 56 : 32);
        Number(isWide ? 56 : 44, 2, 1);
        Number(64, 4, 1);
        Number(64 + (isWide ? 8 : 4), size, 0);
        Number(64 + (isWide ? 16 : 8), size, Address);
        Number(64 + (isWide ? 32 : 16), size, file.Length);
        file[1024] = 0xff;
        " Go buildinf:"u8.CopyTo(file.AsSpan(1025));
        (file[1038], file[1039]) = ((byte)size, (byte)(isBigEndian ? 1 : 0));
        Number(1040, size, Address + 1100);
        Number(1040 + size, size, Address + 1200);
        Number(1100, size, Address + 2000);
        Number(1100 + size, size, version.Length);
        Number(1200, size, Address + 2100);
        Number(1200 + size, size, modules.Length);
        Encoding.Latin1.GetBytes(version).CopyTo(file, 2000);
        Encoding.Latin1.GetBytes(modules).CopyTo(file, 2100);
        return file;

        void Number(int at, int bytes, long value)
        {
            Span<byte> all = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(all, value);
            var part = all[..bytes];
            if (isBigEndian)
            {
                part.Reverse();
            }

            part.CopyTo(file.AsSpan(at));
        }
    }
}
