using Xunit;

namespace PipelineKit.Evidence.Tests.Compression;

public sealed class XxHash64Tests
{
    // From the test vectors of the reference implementation.
    [Theory]
    [InlineData("", 0xEF46DB3751D8E999)]
    [InlineData("a", 0xD24EC4F1A98C6E5B)]
    [InlineData("abc", 0x44BC2CF5AD770999)]
    [InlineData("Nobody inspects the spammish repetition", 0xFBCEA83C8A378BF1)]
    public void It_is_the_hash_others_compute(string text, ulong expected)
    {
        var hash = new XxHash64();
        hash.Append(System.Text.Encoding.ASCII.GetBytes(text));

        Assert.Equal(expected, hash.Finish());
    }

    [Fact]
    public void It_does_not_matter_in_which_pieces_it_comes()
    {
        var data = Enumerable.Range(0, 1000).Select(i => (byte)(i * 7)).ToArray();
        var whole = new XxHash64();
        whole.Append(data);
        var expected = whole.Finish();
        for (var size = 1; size < 100; size++)
        {
            var hash = new XxHash64();
            foreach (var piece in data.Chunk(size))
            {
                hash.Append(piece);
            }

            Assert.Equal(expected, hash.Finish());
        }
    }
}
