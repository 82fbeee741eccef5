using Xunit;

namespace PipelineKit.Tests.Architecture;

public sealed class FileSizeTests
{
    private const int Median = 60;
    private const int Usual = 200;
    private const int Most = 350;

    // Tables: long by content, not by logic.
    private static readonly string[] Tables = [];

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void No_file_is_too_long_to_read(string folder)
    {
        var sizes = Sizes(folder);

        Assert.Empty(sizes.Where(f => f.Lines > Most).Select(f => $"{f.Path}: {f.Lines} lines of code"));
    }

    [Fact]
    public void Most_files_are_short()
    {
        var sizes = Sizes("src").OrderBy(f => f.Lines).ToArray();
        var median = sizes[sizes.Length / 2].Lines;
        var long_ = sizes.Where(f => f.Lines > Usual).ToArray();

        Assert.True(median <= Median, $"the median file has {median} lines of code");
        Assert.True(long_.Length <= Math.Max(1, sizes.Length / 20), string.Join(", ", long_.Select(f => $"{f.Path} ({f.Lines})")));
    }

    private static (string Path, int Lines)[] Sizes(string folder) =>
        SourceFile.Below(folder).Where(f => !Tables.Contains(f.Path, StringComparer.Ordinal)).Select(f => (f.Path, f.Code.Count())).ToArray();
}
