using System.Text;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class SecretsTests
{
    // The test of NaCl (tests/secretbox): the same key, nonce and text in all its languages.
    private static readonly byte[] Key = Convert.FromHexString("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389");
    private static readonly byte[] Nonce = Convert.FromHexString("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37");
    private static readonly byte[] Text = Convert.FromHexString(
        "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb31"
        + "0e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705");

    private static readonly byte[] Box = Convert.FromHexString(
        "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c97271d2c20f9b"
        + "928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74e355a5");

    // RFC 7914, section 12; the largest of its vectors takes a gigabyte and is left out.
    [Theory]
    [InlineData("", "", 16, 1, 1, "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906")]
    [InlineData("password", "NaCl", 1024, 8, 16, "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")]
    [InlineData(
        "pleaseletmein",
        "SodiumChloride",
        16384,
        8,
        1,
        "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887")]
    public void The_vectors_of_scrypt_hold(string password, string salt, int n, int r, int p, string key) =>
        Assert.Equal(key, Convert.ToHexStringLower(Scrypt.Derive(Encoding.ASCII.GetBytes(password), Encoding.ASCII.GetBytes(salt), n, r, p, 64)));

    // RFC 8439, section 2.5.2 and appendix A.3, vectors 7 to 9 (sums at and around the modulus).
    [Theory]
    [InlineData(
        "85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b",
        "43727970746f6772617068696320466f72756d2052657365617263682047726f7570",
        "a8061dc1305136c6c22b8baf0c0127a9")]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000", "ffffffffffffffffffffffffffffffff", "03000000000000000000000000000000")]
    [InlineData("02000000000000000000000000000000ffffffffffffffffffffffffffffffff", "02000000000000000000000000000000", "03000000000000000000000000000000")]
    [InlineData(
        "0100000000000000000000000000000000000000000000000000000000000000",
        "fffffffffffffffffffffffffffffffff0ffffffffffffffffffffffffffffff11000000000000000000000000000000",
        "05000000000000000000000000000000")]
    [InlineData(
        "0100000000000000000000000000000000000000000000000000000000000000",
        "fffffffffffffffffffffffffffffffffbfefefefefefefefefefefefefefefe01010101010101010101010101010101",
        "00000000000000000000000000000000")]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000", "fdffffffffffffffffffffffffffffff", "faffffffffffffffffffffffffffffff")]
    [InlineData("36e5f6b5c5e06070f0efca96227a863e00000000000000000000000000000000", "", "00000000000000000000000000000000")]
    public void The_vectors_of_Poly1305_hold(string key, string data, string tag)
    {
        var computed = new byte[Poly1305.TagSize];
        Poly1305.Tag(Convert.FromHexString(key), Convert.FromHexString(data), computed);
        Assert.Equal(tag, Convert.ToHexStringLower(computed));
    }

    [Fact]
    public void The_vector_of_secretbox_holds()
    {
        Assert.Equal(Convert.ToHexStringLower(Box), Convert.ToHexStringLower(SecretBox.Seal(Key, Nonce, Text)));
        Assert.Equal(Text, SecretBox.Open(Key, Nonce, Box));
    }

    [Fact]
    public void A_box_changed_in_any_bit_is_not_opened()
    {
        var box = SecretBox.Seal(Key, Nonce, "release key"u8);
        for (var bit = 0; bit < box.Length * 8; bit++)
        {
            box[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(SecretBox.Open(Key, Nonce, box));
            box[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal("release key"u8.ToArray(), SecretBox.Open(Key, Nonce, box));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(1000)]
    public void What_is_sealed_is_opened_whatever_its_length(int length)
    {
        var data = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        Assert.Equal(data, SecretBox.Open(Key, Nonce, SecretBox.Seal(Key, Nonce, data)));
    }

    [Fact]
    public void What_is_shorter_than_a_tag_is_no_box() => Assert.Null(SecretBox.Open(Key, Nonce, new byte[15]));
}
