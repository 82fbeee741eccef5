using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class CheckpointTests
{
    private static readonly string Root = Convert.ToBase64String(new byte[32]);

    [Theory]
    [InlineData("no empty line\n— a AAAAAAA=\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n— a AAAAAAA=")]
    [InlineData("text\r\n\n— a AAAAAAA=\n")]
    [InlineData("text\n\n- a AAAAAAA=\n")]
    [InlineData("text\n\n— aAAAAAAA=\n")]
    [InlineData("text\n\n—  AAAAAAA=\n")]
    [InlineData("text\n\n— a AAAA\n")]
    [InlineData("text\n\n— a AAAAAAB=\n")]
    [InlineData("text\n\n— a AAAAAAA= more\n")]
    [InlineData("te\0xt\n\n— a AAAAAAA=\n")]
    public void What_is_not_a_signed_note_is_refused(string note) => _ = Assert.Throws<SigstoreFormatException>(() => SignedNote.Parse(note));

    [Fact]
    public void The_text_ends_at_the_last_empty_line()
    {
        var note = SignedNote.Parse("a\n\nb\n\n— one AAAAAQE=\n— two AAAAAgI=\n");

        Assert.Equal("a\n\nb\n", note.Text);
        Assert.Equal([("one", 1u, 1), ("two", 2u, 1)], note.Signatures.Select(s => (s.Name, s.KeyId, s.Signature.Length)));
    }

    [Fact]
    public void Sixty_four_signatures_are_read_and_no_more()
    {
        Assert.Equal(64, SignedNote.Parse("text\n\n" + string.Concat(Enumerable.Repeat("— a AAAAAQE=\n", 64))).Signatures.Count);
        _ = Assert.Throws<SigstoreFormatException>(() => SignedNote.Parse("text\n\n" + string.Concat(Enumerable.Repeat("— a AAAAAQE=\n", 65))));
    }

    [Theory]
    [InlineData("log.test", 0, true)]
    [InlineData("log.test - 123", 0, true)]
    [InlineData("log.test.evil", 0, false)]
    [InlineData("evil", 0, false)]
    [InlineData("log.test-1", 0, false)]
    public void The_origin_is_the_logs_name_or_begins_with_it(string origin, long size, bool expected)
    {
        var checkpoint = Checkpoint.Parse($"{origin}\n{size}\n{Root}\n");

        Assert.Equal((expected, size), (checkpoint.IsOf("log.test"), checkpoint.Size));
    }

    [Theory]
    [InlineData("o\n1\n")]
    [InlineData("\n1\nAAAA\n")]
    [InlineData("o\n01\n{0}\n")]
    [InlineData("o\n-1\n{0}\n")]
    [InlineData("o\n+1\n{0}\n")]
    [InlineData("o\n 1\n{0}\n")]
    [InlineData("o\n9223372036854775808\n{0}\n")]
    [InlineData("o\n1\nAAAA\n")]
    [InlineData("o\n1\n{0}")]
    public void What_is_not_a_checkpoint_is_refused(string text) =>
        _ = Assert.Throws<SigstoreFormatException>(() => Checkpoint.Parse(text.Replace("{0}", Root, StringComparison.Ordinal)));

    [Fact]
    public void Name_and_key_id_must_both_be_the_logs()
    {
        var log = ForgedLog.Ecdsa("log.test");
        var good = log.Checkpoint(1, new byte[32]);
        var witness = "— witness.test AAAAAQEB\n";
        var head = good[..(good.IndexOf("\n\n", StringComparison.Ordinal) + 2)];

        Assert.Equal(1, CheckpointCheck.Verify(good, log.Trusted()).Size);
        Assert.Equal(1, CheckpointCheck.Verify(good + witness, log.Trusted()).Size);
        Assert.Equal(1, CheckpointCheck.Verify(head + witness + good[head.Length..], log.Trusted()).Size);
        _ = Assert.Throws<SigstoreFormatException>(() => CheckpointCheck.Verify(head + witness, log.Trusted()));
        _ = Assert.Throws<SigstoreFormatException>(() => CheckpointCheck.Verify(good.Replace("— log.test", "— log2.test", StringComparison.Ordinal), log.Trusted()));
        _ = Assert.Throws<SigstoreFormatException>(() => CheckpointCheck.Verify(good, log.Trusted() with { BaseUrl = "https://other.test" }));
        _ = Assert.Throws<SigstoreFormatException>(() => CheckpointCheck.Verify(good, log.Trusted() with { CheckpointKeyId = new byte[] { 1, 2, 3, 4 } }));
    }

    [Fact]
    public void A_second_line_by_the_logs_key_that_is_wrong_is_refused()
    {
        var log = ForgedLog.Ecdsa("log.test");
        var wrong = "— log.test " + Convert.ToBase64String([.. log.Id.AsSpan(0, 4), .. new byte[70]]) + "\n";

        _ = Assert.Throws<SigstoreFormatException>(() => CheckpointCheck.Verify(log.Checkpoint(1, new byte[32]) + wrong, log.Trusted()));
    }

    [Fact]
    public void A_log_with_an_RSA_key_signs_checkpoints_too()
    {
        var log = ForgedLog.Rsa("log.test");

        Assert.Equal(5, CheckpointCheck.Verify(log.Checkpoint(5, new byte[32]), log.Trusted()).Size);
    }
}
