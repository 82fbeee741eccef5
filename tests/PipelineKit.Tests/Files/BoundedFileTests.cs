using PipelineKit.Failures;
using PipelineKit.Files;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Files;

public sealed class BoundedFileTests
{
    [Fact]
    public async Task A_file_within_the_bound_is_read_whole()
    {
        using var folder = new TempFolder();
        folder.Write("a/x", "12345");
        folder.Write("empty", "");
        Assert.Equal("12345"u8.ToArray(), await BoundedFile.ReadAsync(folder.Path, "a/x", 5, default));
        Assert.Equal("12345"u8.ToArray(), await BoundedFile.ReadAsync(folder.Path, Path.Combine(folder.Path, "a/x"), 5, default));
        Assert.Empty(await BoundedFile.ReadAsync(folder.Path, "empty", 5, default));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("missing/too")]
    [InlineData("folder")]
    [InlineData("link")]
    [InlineData("large")]
    [InlineData("../x")]
    [InlineData("/etc/passwd")]
    public async Task Everything_else_is_a_failure_with_the_path(string path)
    {
        using var folder = new TempFolder();
        folder.Write("folder/x", "1");
        folder.Write("large", "123456");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "link"), "folder/x");

        var failure = await Assert.ThrowsAsync<FailureException>(() => BoundedFile.ReadAsync(folder.Path, path, 5, default));

        Assert.Equal("PK0201", failure.Failures[0].Code.Id);
        Assert.Equal(path, failure.Failures[0].Place!.File);
    }

    [SkippableFact]
    public async Task A_pipe_does_not_block()
    {
        using var folder = new TempFolder();
        await new ProcessRunner(TimeProvider.System).RunAsync(new ProcessRequest { Program = Peer.Program("mkfifo"), Arguments = [Path.Combine(folder.Path, "pipe")] }, default);
        Assert.Empty(await BoundedFile.ReadAsync(folder.Path, "pipe", 5, default));
    }
}
