using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace PipelineKit.Oci.Tests.References;

public sealed class DigestTests
{
    private const string Empty256 = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private const string Empty512 = "sha512:cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e";

    [Theory]
    [InlineData(Empty256, "sha256")]
    [InlineData(Empty512, "sha512")]
    public void A_digest_is_an_algorithm_and_lower_case_hex(string text, string algorithm)
    {
        var digest = Digest.Parse(text);

        Assert.Equal((text, algorithm, text[7..]), (digest.Text, digest.Algorithm, digest.Hex));
        Assert.Equal(digest, digest.OfSameAlgorithm([]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256")]
    [InlineData("sha256:")]
    [InlineData("sha256:e3b0")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("SHA256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData("sha256:g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("sha512:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("sha384:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("0:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(Empty256 + "0")]
    [InlineData(Empty256 + "\n")]
    [InlineData(" " + Empty256)]
    [InlineData("sha256:../../../../../../etc/passwd000000000000000000000000000000000000000")]
    public void What_is_no_digest_is_refused(string? text)
    {
        Assert.False(Digest.TryParse(text, out var digest));
        Assert.Null(digest);
        Assert.Throws<FormatException>(() => Digest.Parse(text!));
    }

    [Fact]
    public void What_is_computed_can_be_parsed_and_is_what_the_platform_computes() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), content =>
        {
            var digest = Digest.Sha256(content);
            Assert.Equal(digest, Digest.Parse(digest.Text));
            Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(content)), digest.Text);
            Assert.Equal("sha512:" + Convert.ToHexStringLower(SHA512.HashData(content)), Digest.Parse(Empty512).OfSameAlgorithm(content).Text);
        }));

    [Fact]
    public void Equal_digests_are_equal_in_every_way()
    {
        var (one, same, other) = (Digest.Parse(Empty256), Digest.Sha256([]), Digest.Sha256(Encoding.UTF8.GetBytes("x")));

        Assert.True(one == same && one.Equals((object)same) && one.GetHashCode() == same.GetHashCode());
        Assert.True(one != other && !one.Equals(null));
    }
}
