using System.Text;
using PipelineKit.Docker;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Docker;

public sealed class ContainerOutputTests
{
    [Fact]
    public async Task The_two_streams_are_told_apart_however_they_arrive()
    {
        var frames = Frame(1, "one ").Concat(Frame(2, "error ")).Concat(Frame(1, "")).Concat(Frame(1, new string('x', 200_000))).Concat(Frame(2, "end")).ToArray();
        foreach (var size in (int[])[1, 7, 8, 4096, frames.Length])
        {
            using var output = new MemoryStream();
            var streams = new ContainerOutput(Http());

            await streams.CopyAsync(new Dripping(frames, size), output, 1_000_000, CancellationToken.None);

            Assert.Equal("one " + new string('x', 200_000), Encoding.UTF8.GetString(output.ToArray()));
            Assert.Equal("error end", streams.Error);
        }
    }

    [Theory]
    [InlineData(0, DockerProblem.Protocol)]
    [InlineData(3, DockerProblem.Protocol)]
    public async Task An_unknown_stream_is_refused(byte stream, DockerProblem problem) => Assert.Equal(problem, await ProblemOfAsync(Frame(stream, "x"), 10));

    [Fact]
    public async Task Frames_that_break_off_are_refused()
    {
        Assert.Equal(DockerProblem.Protocol, await ProblemOfAsync(Frame(1, "hello")[..5], 10));
        Assert.Equal(DockerProblem.Protocol, await ProblemOfAsync(Frame(1, "hello")[..10], 10));
    }

    [Fact]
    public async Task More_output_than_is_taken_is_refused() => Assert.Equal(DockerProblem.TooLarge, await ProblemOfAsync(Frame(1, "hello"), 4));

    [Fact]
    public async Task Of_a_flood_of_errors_the_end_is_kept()
    {
        var frames = Enumerable.Range(0, 1000).SelectMany(i => Frame(2, $"{i:0000} {new string('e', 995)}")).ToArray();
        var streams = new ContainerOutput(Http());

        await streams.CopyAsync(new MemoryStream(frames), Stream.Null, 0, CancellationToken.None);

        Assert.Equal(64 * 1024, streams.Error.Length);
        Assert.Contains("0999 eee", streams.Error, StringComparison.Ordinal);
    }

    private static async Task<DockerProblem> ProblemOfAsync(byte[] frames, long maximum) =>
        (await Assert.ThrowsAsync<DockerException>(() => new ContainerOutput(Http()).CopyAsync(new MemoryStream(frames), Stream.Null, maximum, CancellationToken.None))).Problem;

    private static DockerHttp Http() => new(new ScriptedHandler(), EngineWorld.Endpoint, TimeProvider.System);

    private static byte[] Frame(byte stream, string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        return [stream, 0, 0, 0, (byte)(content.Length >> 24), (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length, .. content];
    }

    private sealed class Dripping(byte[] content, int size) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(buffer.Length, size)], cancellationToken);
    }
}
