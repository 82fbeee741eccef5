using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using PipelineKit.Oci;

namespace PipelineKit.Demo;

/// <summary>The layer of the sample image: a distribution with a database of packages, as Alpine has it.</summary>
internal static class SampleLayer
{
    private static readonly (string Name, string Version)[] Packages = [("libcrypto3", "3.5.1-r0"), ("musl", "1.2.5-r10"), ("zlib", "1.3.1-r2")];

    /// <summary>The archive, as it is and packed. The same platform gives the same bytes.</summary>
    internal static (byte[] Plain, byte[] Packed) Of(Platform platform)
    {
        var architecture = platform.Architecture == "amd64" ? "x86_64" : "aarch64";
        using var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            Add(tar, "etc/os-release", "NAME=\"Alpine Linux\"\nID=alpine\nVERSION_ID=3.22.0\n");
            Add(tar, "lib/apk/db/installed", string.Concat(Packages.Select(p => $"P:{p.Name}\nV:{p.Version}\nA:{architecture}\nS:1\nI:1\nT:A package of the sample\nL:MIT\no:{p.Name}\nm:Alpine <alpine@example.com>\nt:1750000000\n\n")));
            Add(tar, "usr/local/bin/shop", "#!a program for " + architecture + "\n");
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(archive.ToArray());
        }

        return (archive.ToArray(), packed.ToArray());
    }

    private static void Add(TarWriter tar, string path, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, path) { DataStream = content, ModificationTime = DateTimeOffset.UnixEpoch });
    }
}
