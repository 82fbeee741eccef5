using System.IO.Compression;
using System.Text;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Evidence.Tests.Catalog;

public sealed class JavaTests
{
    // Written by the zip library of Python: stored and deflated, with zip64 fields, with something in front, nested three deep.
    private const string Script = """
        import io, sys, zipfile
        def pom(g, a, v): return f'#Generated\ngroupId={g}\nartifactId={a}\nversion={v}\n'
        def jar(files, method=zipfile.ZIP_DEFLATED, front=b'', wide=False):
            out = io.BytesIO(); out.write(front)
            with zipfile.ZipFile(out, 'a', method) as z:
                for name, content in files:
                    with z.open(name, 'w', force_zip64=wide) as f: f.write(content if isinstance(content, bytes) else content.encode())
            return out.getvalue()
        third = jar([('META-INF/maven/g/third/pom.properties', pom('g', 'third', '3'))])
        second = jar([('META-INF/maven/g/second/pom.properties', pom('g', 'second', '2')), ('lib/third.jar', third)])
        first = jar([('META-INF/maven/g/first/pom.properties', pom('g', 'first', '1')), ('lib/second.jar', second)], zipfile.ZIP_STORED)
        app = jar([('BOOT-INF/lib/first.jar', first), ('META-INF/maven/org.acme/app/pom.properties', pom('org.acme', 'app', '1.0')), ('META-INF/maven/g/shaded/pom.properties', pom('g', 'shaded', '7'))], front=b'#!/bin/sh\nexec java -jar "$0"\n', wide=True)
        plain = jar([('META-INF/MANIFEST.MF', 'Manifest-Version: 1.0\r\nBundle-SymbolicName: org.acme.pla\r\n in;singleton:=true\r\nBundle-Version: 4.5\r\n\r\nName: x\r\n'), ('a/B.class', b'x')])
        many = jar([(f'p/C{i}.class', b'') for i in range(70000)] + [('META-INF/maven/g/many/pom.properties', pom('g', 'many', '9'))], zipfile.ZIP_STORED)
        for name, content in dict(app=app, plain=plain, named=plain, many=many).items():
            open(f'{sys.argv[1]}/{name}', 'wb').write(content)
        """;

    private const string Pom = "groupId=g\nartifactId=a\nversion=1\n";

    [SkippableFact]
    public async Task Archives_are_read_as_others_write_them()
    {
        using var folder = new TempFolder();
        await CatalogPeer.PythonAsync(Script, folder.Path);
        byte[] Made(string name) => File.ReadAllBytes(Path.Combine(folder.Path, name));
        using var image = new ImageBuilder().Layer(("app/app.jar", Made("app")), ("app/plain.JAR", Made("plain")), ("app/commons-lang3-3.12.0.jar", Made("named")), ("app/many.war", Made("many")));

        var catalogued = await image.CatalogueAsync();

        Assert.Empty(catalogued.Unreadable("maven"));
        Assert.Equal(
            [
                "(commons-lang3@3.12.0)", "(org.acme.plain@4.5)", "pkg:maven/g/first@1", "pkg:maven/g/many@9", "pkg:maven/g/second@2", "pkg:maven/g/shaded@7", "pkg:maven/org.acme/app@1.0",
            ],
            catalogued.Purls().Order(StringComparer.Ordinal));
        Assert.Equal("g:first", catalogued.Bom.Components.Single(c => c.Package.Purl == "pkg:maven/g/first@1").Package.Name);
    }

    [Fact]
    public void Damage_is_said_or_does_not_matter() =>
        Damages.Check(FileKind.Jar, "app.jar", Archive(("META-INF/maven/g/a/pom.properties", Encoding.UTF8.GetBytes(Pom)), ("lib/b.jar", Archive(("META-INF/maven/g/b/pom.properties", Encoding.UTF8.GetBytes(Pom))))));

    [Fact]
    public async Task What_is_no_archive_is_said_to_be_unreadable()
    {
        using var image = new ImageBuilder().Layer(("a.jar", ""), ("b.jar", "not a zip archive, and longer than twenty two bytes"));

        Assert.Equal(2, (await image.CatalogueAsync()).Unreadable("maven").Count);
    }

    [Fact]
    public async Task An_archive_that_unpacks_to_too_much_is_said_to_be_unreadable()
    {
        using var image = new ImageBuilder().Layer(("a.jar", Archive(("lib/bomb.jar", new byte[4 << 20]))));

        Assert.Contains("unpacks to more than 1048576", Assert.Single((await image.CatalogueAsync(new CatalogLimits { FileBytes = 1 << 20 })).Unreadable("maven")), StringComparison.Ordinal);
    }

    private static byte[] Archive(params (string Path, byte[] Content)[] files)
    {
        var output = new MemoryStream();
        using (var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in files)
            {
                using var entry = zip.CreateEntry(path).Open();
                entry.Write(content);
            }
        }

        return output.ToArray();
    }
}
