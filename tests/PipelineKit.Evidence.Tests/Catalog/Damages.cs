using FsCheck;
using FsCheck.Fluent;

namespace PipelineKit.Evidence.Tests.Catalog;

/// <summary>Files with bytes changed, cut out and cut off.</summary>
internal static class Damages
{
    /// <summary>Whatever is damaged, reading gives packages or says why not; it never throws.</summary>
    internal static void Check(FileKind kind, string path, byte[] content, int times = 600)
    {
        var property = Prop.ForAll(Of(content).ToArbitrary(), damaged => FileReader.Read(kind, path, damaged, CatalogLimits.Default) is { } facts && facts.Packages.Count < 1000);
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(times), property);
    }

    internal static Gen<byte[]> Of(byte[] content) =>
        from at in Gen.Choose(0, content.Length - 1)
        from value in Gen.Choose(0, 255)
        from length in Gen.Choose(0, 40)
        from kind in Gen.Choose(0, 2)
        select kind switch
        {
            0 => [.. content[..at], (byte)value, .. content[(at + 1)..]],
            1 => [.. content[..at], .. content[Math.Min(content.Length, at + length)..]],
            _ => content[..at],
        };
}
