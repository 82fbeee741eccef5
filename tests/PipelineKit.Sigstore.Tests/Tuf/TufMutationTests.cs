using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class TufMutationTests : TufScenario
{
    [Fact]
    public void No_changed_byte_of_a_file_changes_what_is_believed()
    {
        var root = RootMetadata.Anchor(Repository.Anchor);
        var original = Repository.Files["timestamp.json"];
        var believed = TimestampMetadata.Read(root, original).File.SignedBytes;
        for (var i = 0; i < original.Length; i++)
        {
            foreach (var mask in new byte[] { 0x01, 0x20, 0x80 })
            {
                var changed = original.ToArray();
                changed[i] ^= mask;
                var error = Record.Exception(() => Assert.Equal(believed, TimestampMetadata.Read(root, changed).File.SignedBytes));
                Assert.True(error is null or TufException, $"byte {i}, mask {mask}: {error}");
            }
        }
    }

    [Fact]
    public void No_shortened_file_is_believed()
    {
        var root = RootMetadata.Anchor(Repository.Anchor);
        var original = Repository.Files["timestamp.json"];
        for (var length = 0; length < original.Length; length++)
        {
            Assert.Throws<TufException>(() => TimestampMetadata.Read(root, original.AsMemory(0, length)));
        }
    }

    [Fact]
    public async Task Names_of_a_file_are_shown_in_errors_on_one_line_and_not_at_length()
    {
        Repository.Bump("root");
        Repository.Signed["root"]["keys"]!["a\n##[error]" + new string('x', 10_000)] = 1;
        Repository.SignRoot();
        var error = await Assert.ThrowsAsync<TufException>(() => Repository.GetAsync(Folder));
        Assert.InRange(error.Message.Length, 1, 300);
        Assert.DoesNotContain('\n', error.Message);
    }
}
