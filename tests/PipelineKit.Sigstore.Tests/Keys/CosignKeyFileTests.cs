using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

/// <summary>cosign's encrypted keys. The three files are those of cosign's own tests (pkg/cosign/keys_test.go); their password is <c>hello</c>.</summary>
public sealed class CosignKeyFileTests
{
    private const string OldLabel = """
        -----BEGIN ENCRYPTED COSIGN PRIVATE KEY-----
        eyJrZGYiOnsibmFtZSI6InNjcnlwdCIsInBhcmFtcyI6eyJOIjozMjc2OCwiciI6
        OCwicCI6MX0sInNhbHQiOiJ4WWdoc09JTUxUWGNOT0RsclNIOUNKc1FlOVFnZmN1
        cmUrMXlLdHh1TlkwPSJ9LCJjaXBoZXIiOnsibmFtZSI6Im5hY2wvc2VjcmV0Ym94
        Iiwibm9uY2UiOiI0cS9PSlVmaXJkSUkrUjZ0ajZBMmcyQ0JqL25xdFNicCJ9LCJj
        aXBoZXJ0ZXh0IjoiKzB4Q3NzcFN0WStBczdKanJpOWtsbHBWd2JhcUI4ZWJNdWto
        eS9aVE1MSXRsL3B1YS9jWVJvbytLRGxMWWdmOW1kSjk4K1FnQW9oTktoYnJPMTcw
        MHdBY1JTMjFDOE4zQUNJRUVZaWpOMllBNnMraGJSbkhjUnd4eGhDMDFtb2FvL0dO
        Y1pmbEJheXZMV3pXblo4d2NDZ2ZpT1o1VXlRTEFJMHh0dnR6dEh3cTdDV1Vhd3V4
        RlhlNDZzck9TUE9SNHN6bytabWErUGovSFE9PSJ9
        -----END ENCRYPTED COSIGN PRIVATE KEY-----
        """;

    private const string HoldsSec1 = """
        -----BEGIN ENCRYPTED COSIGN PRIVATE KEY-----
        eyJrZGYiOnsibmFtZSI6InNjcnlwdCIsInBhcmFtcyI6eyJOIjo2NTUzNiwiciI6
        OCwicCI6MX0sInNhbHQiOiJHK3F5WTYrNzhNS0JzMXNGTGs1ajYwcS9kS3Z1czBW
        VkhlSHZybC9POTF3PSJ9LCJjaXBoZXIiOnsibmFtZSI6Im5hY2wvc2VjcmV0Ym94
        Iiwibm9uY2UiOiJRc2JGdG13WDRDK2ttV3ZCcVRaMEFGOUFYdk1jRmg1SCJ9LCJj
        aXBoZXJ0ZXh0IjoiREM5T28zeldiYVQzSXYwdFVnWEdycjUxYW1samwwNlQ5MTNP
        VkxPbWpuMWhnK2o2WXRUbWg3SGhZSlY1N2J5eGE0Q281bE9YYmRqbTJ3aklubEd1
        Um5aZCt5OExnekpSNzFSeEhKVzgrWmRlcFJmYWJMTjdHbDgrSFZEcERVQ3NxQnRh
        VngyblpGbFEwWUl1anZwbFphblNGaUVvdERLVGkxZ3VhUXIwUHNzYU01NXZxbTRY
        WS9rPSJ9
        -----END ENCRYPTED COSIGN PRIVATE KEY-----
        """;

    private const string Current = """
        -----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----
        eyJrZGYiOnsibmFtZSI6InNjcnlwdCIsInBhcmFtcyI6eyJOIjozMjc2OCwiciI6
        OCwicCI6MX0sInNhbHQiOiI3T3VGd2VsbWZZNXVId2NoaURSc210anNwZ2ZlZjFG
        Mk5lOGFDTjVLYVpZPSJ9LCJjaXBoZXIiOnsibmFtZSI6Im5hY2wvc2VjcmV0Ym94
        Iiwibm9uY2UiOiJQNHk4OGhCb3ZTa09MbXN0bFVBaGJwdDJ0K2xTNUxQSCJ9LCJj
        aXBoZXJ0ZXh0IjoiMnB1QzdyZldJOWh3bnJlQ2s4aUZDRlVwQlRrSzRJNlIvbFBF
        cnBDekpXUGpJWXl4eGVIL1A2VW52cFJHdVhla1NNb3JMdGhLamdoQ1JlNy82NDVH
        QWtoVm1LRC92eEF0S2EvbE1abENSQ3FlekJGUFd1dzNpeFRtZ2xhb2J1ZFVSbUVs
        bmNGOGlZbzBTMVl6Y1ZOMVFwY2J2c0dNcUlYRzVlbmdteGp5dCtBcXlyZTF0Q0Y0
        V01tU1BlaEljNlBqd2h1Q2xHaVpJUWRvTGc9PSJ9
        -----END ENCRYPTED SIGSTORE PRIVATE KEY-----
        """;

    private const string Sizes = """{"kdf":{"name":"scrypt","params":{"N":65536,"r":8,"p":1},"salt":"c2FsdA=="},"cipher":{"name":"nacl/secretbox","nonce":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},"ciphertext":"AA=="}""";

    [Theory]
    [InlineData(OldLabel)]
    [InlineData(Current)]
    public async Task Keys_that_cosign_wrote_are_read_and_sign(string pem)
    {
        using var signer = PrivateKeyFile.Read(pem, "hello");
        Assert.Equal(KeyDetails.EcdsaP256Sha256, signer.PublicKey.Details);
        var signature = await signer.SignAsync("digest"u8.ToArray(), CancellationToken.None);
        Assert.True(signer.PublicKey.Verify("digest"u8, signature));
    }

    [Fact]
    public void A_wrong_password_is_told_from_a_wrong_file()
    {
        var error = Assert.Throws<SigningException>(() => PrivateKeyFile.Read(Current, "hullo"));
        Assert.Equal(SigningProblem.BadKey, error.Problem);
        Assert.Contains("password is wrong", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hullo", error.ToString(), StringComparison.Ordinal);
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    public void A_missing_password_is_told_from_an_empty_one()
    {
        Assert.Contains("there is no password", Assert.Throws<SigningException>(() => PrivateKeyFile.Read(Current, null)).Message, StringComparison.Ordinal);
        Assert.Contains("password is wrong", Assert.Throws<SigningException>(() => PrivateKeyFile.Read(Current, "")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_file_that_holds_SEC_1_is_refused_as_cosign_does()
    {
        var error = Assert.Throws<SigningException>(() => PrivateKeyFile.Read(HoldsSec1, "hello"));
        Assert.Contains("SEC 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(KeyDetails.EcdsaP256Sha256, "")]
    [InlineData(KeyDetails.Ed25519, "pässword with ünicode")]
    public void A_key_written_encrypted_is_read_again(KeyDetails details, string password)
    {
        var (signer, pkcs8) = PrivateKeyFile.Generate(details);
        var pem = PrivateKeyFile.WriteEncrypted(pkcs8, password);

        using var again = PrivateKeyFile.Read(pem, password);
        Assert.Equal(signer.PublicKey.ToPem(), again.PublicKey.ToPem());
        Assert.StartsWith("-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n", pem, StringComparison.Ordinal);
        Assert.EndsWith("-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n", pem, StringComparison.Ordinal);
        signer.Dispose();
    }

    [Fact]
    public void What_is_written_is_laid_out_as_cosign_does()
    {
        var pem = PrivateKeyFile.WriteEncrypted("not a key"u8, "p");
        var json = Encoding.UTF8.GetString(Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]));
        Assert.Matches(
            """^\{"kdf":\{"name":"scrypt","params":\{"N":65536,"r":8,"p":1\},"salt":"[A-Za-z0-9+/]{43}="\},"cipher":\{"name":"nacl/secretbox","nonce":"[A-Za-z0-9+/]{32}"\},"ciphertext":"[A-Za-z0-9+/]{34}=="\}$""",
            json);
    }

    [Theory]
    [InlineData("65536", "1048576", "scrypt parameters")]
    [InlineData("65536", "16", "scrypt parameters")]
    [InlineData("65536", "-65536", "scrypt parameters")]
    [InlineData("65536", "4294967296", "JSON")]
    [InlineData("65536", "65536.5", "JSON")]
    [InlineData("\"r\":8", "\"r\":16", "scrypt parameters")]
    [InlineData("\"p\":1", "\"p\":1000", "scrypt parameters")]
    [InlineData("scrypt", "argon2", "another method")]
    [InlineData("nacl/secretbox", "aes", "another method")]
    [InlineData("c2FsdA==", "", "salt or nonce")]
    [InlineData("c2FsdA==", "***", "JSON")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAA", "salt or nonce")]
    [InlineData("\"r\":8", "\"r\":8,\"r\":8", "JSON")]
    [InlineData("\"ciphertext\"", "\"cyphertext\"", "JSON")]
    [InlineData("{\"kdf\"", "[{\"kdf\"", "JSON")]
    [InlineData("\"AA==\"", "\"\"", "password is wrong")]
    public void Parameters_and_shapes_that_cosign_does_not_write_are_refused(string find, string replace, string says)
    {
        Assert.Contains(find, Sizes, StringComparison.Ordinal);
        var pem = PemEncoding.WriteString("ENCRYPTED SIGSTORE PRIVATE KEY", Encoding.UTF8.GetBytes(Sizes.Replace(find, replace, StringComparison.Ordinal)));
        var error = Assert.Throws<SigningException>(() => PrivateKeyFile.Read(pem, "hello"));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }
}
